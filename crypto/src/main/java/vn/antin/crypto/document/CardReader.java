package vn.antin.crypto.document;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/** Reads the one spelling of a card that {@link DocumentCard#toBytes} writes. */
final class CardReader {
    private CardReader() {}

    static DocumentCard read(byte[] utf8) {
        try {
            DocumentCard card = read(JsonObject.parse(utf8));
            if (!Arrays.equals(card.toBytes(), utf8)) {
                throw new DocumentException("the card is not in its canonical form");
            }
            return card;
        } catch (JsonException | DateTimeException e) {
            throw new DocumentException("the card cannot be read", e);
        }
    }

    private static DocumentCard read(JsonObject json) {
        json.onlyKeys(
                "attachments",
                "capacity",
                "copies",
                "copyingAllowed",
                "documentType",
                "exercise",
                "id",
                "issuedAt",
                "issuer",
                "level",
                "listItem",
                "namedOnly",
                "number",
                "protectedUntil",
                "replyTo",
                "returnBy",
                "signatory",
                "thread",
                "title",
                "type",
                "urgency",
                "version");
        if (!json.string("type").equals("antin-card") || json.integer("version") != 1) {
            throw new DocumentException("not a document card of version 1");
        }
        return new DocumentCard(
                json.string("id"),
                json.optionalString("number"),
                json.string("documentType"),
                json.optionalString("title"),
                json.string("issuer"),
                json.optionalString("signatory"),
                json.instant("issuedAt"),
                Level.ofCode(json.string("level"))
                        .orElseThrow(() -> new DocumentException("unknown level")),
                json.optionalString("listItem"),
                Attachment.toInt("copies", json.integer("copies")),
                json.bool("copyingAllowed"),
                Urgency.ofCode(json.string("urgency"))
                        .orElseThrow(() -> new DocumentException("unknown urgency")),
                json.objects("attachments").stream().map(Attachment::fromJson).toList(),
                json.optionalString("capacity"),
                date(json, "protectedUntil"),
                json.bool("namedOnly"),
                date(json, "returnBy"),
                json.optionalString("thread"),
                json.optionalString("replyTo"),
                json.has("exercise") && json.bool("exercise"));
    }

    private static Optional<LocalDate> date(JsonObject json, String key) {
        return json.optionalString(key).map(LocalDate::parse);
    }
}
