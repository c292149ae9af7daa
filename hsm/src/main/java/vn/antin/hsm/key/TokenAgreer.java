package vn.antin.hsm.key;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.Token;

/**
 * ECDH in the token, without its key derivation function (few tokens have the right one); Z leaves
 * the token as a short-lived session object. Thread-safe.
 */
public final class TokenAgreer implements KeyAgreer {
    private final Token token;
    private final StoredKey key;
    private final ECPublicKey ownHalf;

    /** An agreer with this EC key. */
    public TokenAgreer(Token token, StoredKey key) {
        if (!(key.publicKey() instanceof ECPublicKey ec)) {
            throw new IllegalArgumentException(key + " does not agree");
        }
        this.token = token;
        this.key = key;
        this.ownHalf = ec;
    }

    @Override
    public PublicKey publicKey() {
        return ownHalf;
    }

    @Override
    public SecretBytes agree(PublicKey other) {
        int size = fieldBytes(ownHalf.getParams());
        Mechanism ecdh = Mechanism.ecdh(checkedPoint(other, size));
        Template secret =
                Template.ofKey(Template.SECRET_KEY, Template.GENERIC_SECRET)
                        .with(Attribute.TOKEN, false)
                        .with(Attribute.SENSITIVE, false)
                        .with(Attribute.EXTRACTABLE, true)
                        .with(Attribute.VALUE_LEN, (long) size);
        return token.call(
                Operation.AGREE,
                lease -> {
                    Pkcs11Session session = lease.session();
                    long handle = lease.existing(key.name());
                    long z =
                            EachUse.of(
                                    token,
                                    lease,
                                    key,
                                    () -> session.derive(ecdh, handle, secret),
                                    pin -> session.deriveAuthenticated(ecdh, handle, secret, pin));
                    SecretBytes value = SessionSecrets.take(session, z);
                    if (value.length() != size) {
                        value.close();
                        throw new KeyException(
                                KeyException.Reason.DEVICE_FAILURE,
                                "the token gave a shared secret of another length",
                                null);
                    }
                    return value;
                });
    }

    /** The point, uncompressed (SEC 1 2.3.3), after checking that it is on our own curve. */
    private byte[] checkedPoint(PublicKey other, int size) {
        if (!(other instanceof ECPublicKey ec)
                || !ec.getParams().getCurve().equals(ownHalf.getParams().getCurve())
                || !onCurve(ec)) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the other key is not on our curve", null);
        }
        var point = new byte[1 + 2 * size];
        point[0] = 4;
        put(ec.getW().getAffineX(), point, 1, size);
        put(ec.getW().getAffineY(), point, 1 + size, size);
        return point;
    }

    private static boolean onCurve(ECPublicKey key) {
        if (key.getW().equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        var curve = key.getParams().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        if (x.signum() < 0 || x.compareTo(p) >= 0 || y.signum() < 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
        return y.multiply(y).mod(p).equals(right);
    }

    private static int fieldBytes(ECParameterSpec curve) {
        return (curve.getCurve().getField().getFieldSize() + 7) / 8;
    }

    private static void put(BigInteger number, byte[] to, int at, int size) {
        byte[] bytes = number.toByteArray();
        int from = bytes.length > size ? bytes.length - size : 0;
        int length = bytes.length - from;
        System.arraycopy(bytes, from, to, at + size - length, length);
    }

    @Override
    public String toString() {
        return "agreement with " + key;
    }
}
