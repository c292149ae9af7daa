package vn.antin.crypto.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/**
 * The document card (phiếu văn bản): what the registers need to know about a document, and the list
 * of its attachments. Secret like the document itself; signed and encrypted with it.
 *
 * <p>Immutable. Texts are made NFC and are single lines without invisible characters; instants are
 * cut to the millisecond. The codec is canonical: what is parsed is written again as the same
 * bytes.
 *
 * @param id lower-case UUID of the document
 * @param number number and symbol (số, ký hiệu), when it has been registered
 * @param type kind of document (tên loại), for example {@code cong_van}; free text
 * @param title abstract (trích yếu)
 * @param issuer code of the issuing body (QĐ 20/2020)
 * @param signatory name of the person who signs it
 * @param issuedAt when it was issued
 * @param level secrecy level
 * @param listItem item of the secrets list that justifies the level
 * @param copies number of copies issued, at least 1
 * @param copyingAllowed whether recipients may copy it
 * @param urgency urgency mark
 * @param attachments in the order of the document; names are unique even when case is ignored
 * @param capacity in which capacity the signatory signs (quyền hạn, chức vụ)
 * @param protectedUntil end of the protection term (thời hạn bảo vệ)
 * @param namedOnly only the person named may open it
 * @param returnBy day by which it must be given back (tài liệu thu hồi)
 * @param thread lower-case UUID of the conversation
 * @param replyTo lower-case UUID of the document that this one answers
 * @param exercise whether it was made in an exercise and is no state secret
 */
public record DocumentCard(
        String id,
        Optional<String> number,
        String type,
        Optional<String> title,
        String issuer,
        Optional<String> signatory,
        Instant issuedAt,
        Level level,
        Optional<String> listItem,
        int copies,
        boolean copyingAllowed,
        Urgency urgency,
        List<Attachment> attachments,
        Optional<String> capacity,
        Optional<LocalDate> protectedUntil,
        boolean namedOnly,
        Optional<LocalDate> returnBy,
        Optional<String> thread,
        Optional<String> replyTo,
        boolean exercise) {
    /** Attachments that one document may have. */
    public static final int MAX_ATTACHMENTS = 256;

    private static final String UUID_TEXT =
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    /** Checks every field; throws {@link DocumentException}. */
    public DocumentCard {
        requireUuid("id", id);
        thread.ifPresent(value -> requireUuid("thread", value));
        replyTo.ifPresent(value -> requireUuid("replyTo", value));
        number = Texts.line("number", number, 128);
        type = Texts.line("type", type, 128);
        title = Texts.line("title", title, 4096);
        issuer = Texts.line("issuer", issuer, 64);
        signatory = Texts.line("signatory", signatory, 256);
        capacity = Texts.line("capacity", capacity, 256);
        listItem = Texts.line("listItem", listItem, 1024);
        issuedAt = issuedAt.truncatedTo(ChronoUnit.MILLIS);
        if (copies < 1 || copies > 1_000_000) {
            throw new DocumentException(
                    DocumentException.Reason.OUT_OF_RANGE,
                    "copies",
                    "number of copies is out of range");
        }
        attachments = List.copyOf(attachments);
        if (attachments.size() > MAX_ATTACHMENTS) {
            throw new DocumentException(
                    DocumentException.Reason.TOO_MANY,
                    "attachment",
                    "more than " + MAX_ATTACHMENTS + " attachments");
        }
        Set<String> names = new HashSet<>();
        for (Attachment attachment : attachments) {
            if (!names.add(attachment.name().toLowerCase(Locale.ROOT))) {
                throw new DocumentException(
                        DocumentException.Reason.SAME_NAME,
                        "attachment",
                        "two attachments have one name");
            }
        }
    }

    /** A card without the fields that few documents have. */
    public DocumentCard(
            String id,
            Optional<String> number,
            String type,
            Optional<String> title,
            String issuer,
            Optional<String> signatory,
            Instant issuedAt,
            Level level,
            Optional<String> listItem,
            int copies,
            boolean copyingAllowed,
            Urgency urgency,
            List<Attachment> attachments) {
        this(
                id,
                number,
                type,
                title,
                issuer,
                signatory,
                issuedAt,
                level,
                listItem,
                copies,
                copyingAllowed,
                urgency,
                attachments,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The label that this card asks for; every signature around it carries exactly this one. */
    public SecurityLabel label() {
        EnumSet<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
        if (namedOnly) {
            flags.add(HandlingFlag.NAMED_ONLY);
        }
        if (returnBy.isPresent()) {
            flags.add(HandlingFlag.RETURN);
        }
        if (copyingAllowed) {
            flags.add(HandlingFlag.COPYING_ALLOWED);
        }
        if (exercise) {
            flags.add(HandlingFlag.EXERCISE);
        }
        return new SecurityLabel(level, flags);
    }

    /** The card as JSON; holds the keys of detached attachments. */
    public JsonObject toJson() {
        JsonObject.Builder json = fields();
        if (exercise) {
            json.put("exercise", true);
        }
        return json.build();
    }

    private JsonObject.Builder fields() {
        return JsonObject.builder()
                .put("type", "antin-card")
                .put("version", 1)
                .put("id", id)
                .putIfPresent("number", number)
                .put("documentType", type)
                .putIfPresent("title", title)
                .put("issuer", issuer)
                .putIfPresent("signatory", signatory)
                .putIfPresent("capacity", capacity)
                .put("issuedAt", issuedAt)
                .put("level", level.code())
                .putIfPresent("listItem", listItem)
                .putIfPresent("protectedUntil", protectedUntil.map(LocalDate::toString))
                .put("copies", copies)
                .put("copyingAllowed", copyingAllowed)
                .put("namedOnly", namedOnly)
                .putIfPresent("returnBy", returnBy.map(LocalDate::toString))
                .put("urgency", urgency.code())
                .putIfPresent("thread", thread)
                .putIfPresent("replyTo", replyTo)
                .putObjects("attachments", attachments.stream().map(Attachment::toJson).toList());
    }

    /** Canonical JSON (RFC 8785) of the card. */
    public byte[] toBytes() {
        return toJson().canonicalBytes();
    }

    /**
     * Parses canonical JSON; nothing unknown, nothing in another spelling.
     *
     * @throws DocumentException when it is anything else
     */
    public static DocumentCard parse(byte[] utf8) {
        return CardReader.read(utf8);
    }

    private static void requireUuid(String field, String value) {
        if (!value.matches(UUID_TEXT)) {
            throw new DocumentException(field + " is not a lower-case UUID of version 4");
        }
    }

    /** Only the identifier: the rest may be secret. */
    @Override
    public String toString() {
        return "DocumentCard[" + id + "]";
    }
}
