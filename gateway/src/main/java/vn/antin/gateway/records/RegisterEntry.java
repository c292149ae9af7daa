package vn.antin.gateway.records;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.policies.label.Level;

/**
 * What is written into a register: the columns of the forms, without the serial number. Immutable.
 *
 * <p>A gateway in officer mode sees only the outside of a document, so number, date, type, abstract
 * and signatory stay empty there; the registry clerk's client completes the print.
 *
 * @param register which register
 * @param on the Vietnamese calendar day of the entry; its year is the register's year
 * @param at the instant of the entry
 * @param consignment the consignment
 * @param sender who sent it
 * @param level secrecy level
 * @param documentNumber số, ký hiệu
 * @param documentDate date of the document
 * @param documentType tên loại
 * @param summary trích yếu; must be empty for Tuyệt mật (Decree 63 App. III: type only)
 * @param signatory người ký
 * @param copies số lượng bản, where known
 * @param note ghi chú; never anything about the content
 * @param recipients one line each; a hand-over has exactly one
 */
public record RegisterEntry(
        RegisterKind register,
        LocalDate on,
        Instant at,
        String consignment,
        EndpointId sender,
        Level level,
        Optional<String> documentNumber,
        Optional<LocalDate> documentDate,
        Optional<String> documentType,
        Optional<String> summary,
        Optional<String> signatory,
        OptionalInt copies,
        Optional<String> note,
        List<EndpointId> recipients) {
    /**
     * @throws IllegalArgumentException for an abstract of a Tuyệt mật document, for no recipient,
     *     or for a hand-over to several at once
     */
    public RegisterEntry {
        recipients = List.copyOf(recipients);
        if (level == Level.TUYET_MAT && summary.isPresent()) {
            throw new IllegalArgumentException(
                    "a Tuyệt mật document has no abstract in a register");
        }
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a register entry names at least one recipient");
        }
        if (register == RegisterKind.HANDOVER && recipients.size() != 1) {
            throw new IllegalArgumentException("a hand-over names one recipient");
        }
    }

    /** What a gateway that sees only the outside can write. */
    public static RegisterEntry outside(
            RegisterKind register,
            LocalDate on,
            Instant at,
            String consignment,
            EndpointId sender,
            Level level,
            List<EndpointId> recipients) {
        return new RegisterEntry(
                register,
                on,
                at,
                consignment,
                sender,
                level,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                recipients);
    }

    /** The same entry with other lines. */
    public RegisterEntry withRecipients(List<EndpointId> others) {
        return new RegisterEntry(
                register,
                on,
                at,
                consignment,
                sender,
                level,
                documentNumber,
                documentDate,
                documentType,
                summary,
                signatory,
                copies,
                note,
                others);
    }
}
