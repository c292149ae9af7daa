package vn.antin.crypto.document;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.policies.label.Level;

/** Documents for tests. */
public final class Documents {
    /** The identifier of {@link #full}. */
    public static final String ID = "5f0c1c52-7a35-4b9e-9d2f-1f0d6a1f9a01";

    private Documents() {}

    /** A card with every field. */
    public static DocumentCard card(List<Attachment> attachments) {
        return new DocumentCard(
                ID,
                Optional.of("17/BC-UBND"),
                "Báo cáo",
                Optional.of("V/v hoà giải tranh chấp địa giới Thừa Thiên – Quảng Trị"),
                "H26.01",
                Optional.of("Nguyễn Thị Hồng Ngượng"),
                Instant.parse("2026-11-22T03:04:05.678Z"),
                Level.MAT,
                Optional.of("QĐ 960/QĐ-TTg Đ1.2"),
                3,
                true,
                Urgency.KHAN,
                attachments,
                Optional.of("Chủ tịch"),
                Optional.of(LocalDate.parse("2036-11-22")),
                true,
                Optional.of(LocalDate.parse("2027-01-31")),
                Optional.of("0f0c1c52-7a35-4b9e-8d2f-1f0d6a1f9a02"),
                Optional.of("1f0c1c52-7a35-4b9e-ad2f-1f0d6a1f9a03"),
                false);
    }

    /** A card with only what every document has. */
    public static DocumentCard smallCard(Level level, List<Attachment> attachments) {
        return new DocumentCard(
                ID,
                Optional.empty(),
                "Tin nhắn",
                Optional.empty(),
                "H26.01",
                Optional.empty(),
                Instant.parse("2026-11-22T03:04:05.678Z"),
                level,
                Optional.empty(),
                1,
                false,
                Urgency.THUONG,
                attachments);
    }

    /** A document with two inline attachments and one beside it. */
    public static Document full() {
        byte[] first = "%PDF-1.7 bản thảo\r\n--antin-\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] second = new byte[5000];
        new Random(7).nextBytes(second);
        Map<String, byte[]> inline = new LinkedHashMap<>();
        inline.put("a1", first);
        inline.put("a2", second);
        return new Document(
                card(
                        List.of(
                                inline("Tờ trình số 1.pdf", "application/pdf", "a1", first),
                                detached("Bản đồ (quét).tiff", 3_000_000),
                                inline("dữ_liệu.bin", "application/octet-stream", "a2", second))),
                "Kính gửi đồng chí,\n\nĐề nghị xem trước 15:00.\n",
                inline);
    }

    /** A message without attachments. */
    public static Document message(Level level, String text) {
        return new Document(smallCard(level, List.of()), text, Map.of());
    }

    /** An attachment inside the document. */
    public static Attachment inline(String name, String type, String contentId, byte[] bytes) {
        return new Attachment(
                name,
                type,
                bytes.length,
                Digest.of(bytes),
                OptionalInt.of(2),
                new Location.Inline(contentId));
    }

    /** An attachment beside the document whose bytes nobody has. */
    public static Attachment detached(String name, long size) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Attachment(
                name,
                "image/tiff",
                size,
                Digest.of(new byte[] {1}),
                OptionalInt.of(512),
                new Location.Detached(
                        SecretBytes.owning(key),
                        Digest.of(new byte[] {2}),
                        AttachmentSizes.cipherSize(size)));
    }
}
