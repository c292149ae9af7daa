package vn.antin.testbed.card.piv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The data objects that a PIV card has from its issuer, and who may read and write which (SP
 * 800-73-4 part 1, 3 and appendix A).
 */
final class DataObjects {
    /** The application's identifier. */
    static final byte[] AID = HexFormat.of().parseHex("A000000308000010000100");

    static final int DISCOVERY = 0x7E;
    static final int CCC = 0x5FC107;
    static final int CHUID = 0x5FC102;
    static final int KEY_HISTORY = 0x5FC10C;
    private static final int PRINTED_INFORMATION = 0x5FC109;

    /** Printed information, fingerprints, face, iris. */
    private static final Set<Integer> PIN_TO_READ =
            Set.of(PRINTED_INFORMATION, 0x5FC103, 0x5FC108, 0x5FC121);

    /**
     * A FASC-N of agency 9999, which says that the issuer is no U.S. agency and the GUID identifies
     * the card (SP 800-73-4 part 1, 3.1.2).
     */
    private static final byte[] NO_AGENCY =
            HexFormat.of().parseHex("D4E739DA739CED39CE739D836858210842108421C84210C3EB");

    private static final Tlv NO_CHECKSUM = new Tlv(0xFE, new byte[0]);

    private DataObjects() {}

    /** What a new card holds: its unsigned CHUID and its CCC. */
    static Map<Integer, byte[]> initial(byte[] guid) {
        return Map.of(CHUID, chuid(guid), CCC, ccc(guid));
    }

    private static byte[] chuid(byte[] guid) {
        return Tlv.of(
                        0x53,
                        new Tlv(0x30, NO_AGENCY),
                        new Tlv(0x34, guid),
                        new Tlv(0x35, "20991231".getBytes(StandardCharsets.US_ASCII)),
                        new Tlv(0x3E, new byte[0]),
                        NO_CHECKSUM)
                .value();
    }

    private static byte[] ccc(byte[] guid) {
        byte[] card =
                ByteBuffer.allocate(21)
                        .put(HexFormat.of().parseHex("A000000116FF02"))
                        .put(guid, 0, 14)
                        .array();
        byte[] version = {0x21};
        byte[] none = {};
        return Tlv.of(
                        0x53,
                        new Tlv(0xF0, card),
                        new Tlv(0xF1, version),
                        new Tlv(0xF2, version),
                        new Tlv(0xF3, none),
                        new Tlv(0xF4, new byte[1]),
                        new Tlv(0xF5, new byte[] {0x10}),
                        new Tlv(0xF6, none),
                        new Tlv(0xF7, none),
                        new Tlv(0xFA, none),
                        new Tlv(0xFB, none),
                        new Tlv(0xFC, none),
                        new Tlv(0xFD, none),
                        NO_CHECKSUM)
                .value();
    }

    /** The discovery object: the PIN of this application is the only one. */
    static byte[] discovery() {
        return Tlv.of(DISCOVERY, new Tlv(0x4F, AID), new Tlv(0x5F2F, new byte[] {0x40, 0}))
                .encoded();
    }

    /** A key history for so many retired keys, all with their certificates on the card. */
    static byte[] keyHistory(int retired) {
        return Tlv.of(
                        0x53,
                        new Tlv(0xC1, new byte[] {(byte) retired}),
                        new Tlv(0xC2, new byte[1]),
                        NO_CHECKSUM)
                .value();
    }

    /** The object of a certificate, not compressed. */
    static byte[] certificate(byte[] der) {
        return Tlv.of(0x53, new Tlv(0x70, der), new Tlv(0x71, new byte[1]), NO_CHECKSUM).value();
    }

    /** What SELECT answers (SP 800-73-4 part 2, 3.1.1). */
    static byte[] applicationProperties() {
        byte[] pix = HexFormat.of().parseHex("000010000100");
        byte[] provider = HexFormat.of().parseHex("A000000308");
        byte[] label = "Antin test card".getBytes(StandardCharsets.US_ASCII);
        return Tlv.of(
                        0x61,
                        new Tlv(0x4F, pix),
                        Tlv.of(0x79, new Tlv(0x4F, provider)),
                        new Tlv(0x50, label))
                .encoded();
    }

    static boolean needsPin(int tag) {
        return PIN_TO_READ.contains(tag);
    }

    /**
     * Whether the administrator may write it: the objects of the standard and those of YubiKeys.
     */
    static boolean writable(int tag) {
        return (tag > 0x5FC100 && tag <= 0x5FC123) || (tag >= 0x5FFF00 && tag <= 0x5FFFFF);
    }
}
