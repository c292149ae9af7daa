package vn.antin.gateway.store.disk;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/** Reads stored bytes back; what cannot be read was not written by us. Pure functions. */
public final class Codec {
    private Codec() {}

    /** A certificate in DER. */
    public static X509Certificate certificate(byte[] der) {
        try {
            return Certificates.parse(der);
        } catch (CertificateProblem e) {
            throw new StoreException(Reason.CORRUPT, "a stored certificate cannot be read", e);
        }
    }

    /** A revocation list in DER. */
    public static X509CRL crl(byte[] der) {
        try {
            return Certificates.parseCrl(der);
        } catch (CertificateProblem e) {
            throw new StoreException(Reason.CORRUPT, "a stored CRL cannot be read", e);
        }
    }

    /** The key of a log. */
    public static LogKey logKey(String text) {
        try {
            return LogKey.parse(text);
        } catch (LogProblem e) {
            throw new StoreException(Reason.CORRUPT, "a stored log key cannot be read", e);
        }
    }

    /** A consignment note. */
    public static ConsignmentNote note(byte[] bytes) {
        try {
            return ConsignmentNote.parse(bytes);
        } catch (SealProblem e) {
            throw new StoreException(Reason.CORRUPT, "a stored note cannot be read", e);
        }
    }

    /** A constant by name. */
    public static <E extends Enum<E>> E constant(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    Reason.CORRUPT, "a stored " + type.getSimpleName() + " is unknown", e);
        }
    }
}
