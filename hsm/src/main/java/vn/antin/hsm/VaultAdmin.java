package vn.antin.hsm;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.key.KeyAttributes;
import vn.antin.hsm.key.PublicKeyReader;
import vn.antin.hsm.key.StorageKey;
import vn.antin.hsm.key.StoredKey;
import vn.antin.hsm.key.TokenKeys;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.ObjectName;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.Token;
import vn.antin.hsm.token.TokenStatus;

/** Administration over a {@link Token}. */
final class VaultAdmin implements TokenAdmin {
    private static final List<Long> ALL_CLASSES =
            List.of(
                    Template.PRIVATE_KEY,
                    Template.PUBLIC_KEY,
                    Template.SECRET_KEY,
                    Template.CERTIFICATE);

    private final Token token;
    private final TokenKeys keys;
    private final boolean localTold;

    VaultAdmin(Token token, TokenKeys keys, boolean localTold) {
        this.token = token;
        this.keys = keys;
        this.localTold = localTold;
    }

    @Override
    public synchronized KeyPairInfo generate(
            String label, KeyType type, KeyUse use, Extraction extraction) {
        Template privateKey = KeyTemplates.privateKey(label, type, use, extraction);
        Template publicKey = KeyTemplates.publicKey(label, type, use);
        return token.administer(session -> {
            refuseTaken(session, label);
            Pkcs11Session.Pair pair =
                    session.generateKeyPair(KeyTemplates.mechanism(type), publicKey, privateKey);
            try {
                return finish(session, pair, new KeyWish(label, type, use, extraction));
            } catch (RuntimeException e) {
                throw undo(session, pair, e);
            }
        });
    }

    /** What was asked for. */
    private record KeyWish(String label, KeyType type, KeyUse use, Extraction extraction) {}

    private KeyPairInfo finish(Pkcs11Session session, Pkcs11Session.Pair pair, KeyWish wish) {
        PublicKey made = PublicKeyReader.read(session, pair.publicKey());
        byte[] id = KeyIdentifier.of(made);
        Template withId = Template.empty().with(Attribute.ID, id);
        session.change(pair.privateKey(), withId);
        session.change(pair.publicKey(), withId);
        refuseProblems(
                wish.label(),
                KeyAttributes.problems(
                        KeyAttributes.read(
                                session, pair.privateKey(), KeyAttributes.PRIVATE_USAGES),
                        KeyAttributes.PRIVATE_USAGES,
                        List.of(KeyTemplates.usage(wish.type(), wish.use())),
                        wish.extraction(),
                        localTold));
        return new KeyPairInfo(wish.label(), wish.type(), wish.use(), made);
    }

    private static RuntimeException undo(
            Pkcs11Session session, Pkcs11Session.Pair pair, RuntimeException why) {
        for (long each : List.of(pair.privateKey(), pair.publicKey())) {
            try {
                session.destroy(each);
            } catch (KeyException e) {
                why.addSuppressed(e);
            }
        }
        return why;
    }

    private static void refuseProblems(String label, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE,
                    "the token made key \"" + label + "\" otherwise than asked: " + problems,
                    null);
        }
    }

    private static void refuseTaken(Pkcs11Session session, String label) {
        for (long each : List.of(Template.PRIVATE_KEY, Template.PUBLIC_KEY, Template.SECRET_KEY)) {
            if (!session.find(ObjectName.ofLabel(each, label).template()).isEmpty()) {
                throw new KeyException(
                        KeyException.Reason.BAD_INPUT,
                        "the token has a key with label \"" + label + "\" already",
                        null);
            }
        }
    }

    @Override
    public synchronized void restore(SecretBytes key, List<WrappedKey> wrapped) {
        Boolean unused =
                token.administer(session -> {
                    new Restoring(session).unwrap(key, wrapped);
                    return true;
                });
    }

    @Override
    public synchronized void generateStorageKey(String label, Extraction extraction) {
        Boolean unused =
                token.administer(session -> {
                    refuseTaken(session, label);
                    long key =
                            session.generateKey(
                                    Mechanism.AES_KEY, KeyTemplates.storageKey(label, extraction));
                    List<String> problems =
                            KeyAttributes.problems(
                                    KeyAttributes.read(session, key, KeyAttributes.SECRET_USAGES),
                                    KeyAttributes.SECRET_USAGES,
                                    KeyAttributes.STORAGE_USAGES,
                                    extraction,
                                    localTold);
                    if (!problems.isEmpty()) {
                        session.destroy(key);
                    }
                    refuseProblems(label, problems);
                    return true;
                });
    }

    @Override
    public PublicKey publicKey(String label) {
        return keys.byLabel(label).map(StoredKey::publicKey).orElseThrow(() -> noSuchKey(label));
    }

    private static KeyException noSuchKey(String label) {
        return new KeyException(
                KeyException.Reason.NO_SUCH_KEY,
                "the token has no key with label \"" + label + "\"",
                null);
    }

    @Override
    public List<KeyInfo> keys() {
        return keys.all().stream()
                .map(key -> new KeyInfo(key.label(), key.id(), key.publicKey()))
                .toList();
    }

    @Override
    public KeyCheck checkAttributes(String label, Extraction extraction) {
        return token.call(
                Operation.READ,
                lease -> {
                    Pkcs11Session session = lease.session();
                    var asPrivate = lease.handle(ObjectName.ofLabel(Template.PRIVATE_KEY, label));
                    if (asPrivate.isPresent()) {
                        return privateKeyCheck(session, label, asPrivate.getAsLong(), extraction);
                    }
                    long secret =
                            lease.handle(ObjectName.ofLabel(Template.SECRET_KEY, label))
                                    .orElseThrow(() -> noSuchKey(label));
                    SortedMap<String, Boolean> told =
                            KeyAttributes.read(session, secret, KeyAttributes.SECRET_USAGES);
                    return new KeyCheck(
                            label,
                            told,
                            KeyAttributes.problems(
                                    told,
                                    KeyAttributes.SECRET_USAGES,
                                    KeyAttributes.STORAGE_USAGES,
                                    extraction,
                                    localTold));
                });
    }

    private KeyCheck privateKeyCheck(
            Pkcs11Session session, String label, long key, Extraction extraction) {
        SortedMap<String, Boolean> told =
                KeyAttributes.read(session, key, KeyAttributes.PRIVATE_USAGES);
        boolean rsa = session.number(key, Attribute.KEY_TYPE).orElse(-1L) == Template.RSA;
        Attribute wanted = Attribute.SIGN;
        if (!told.getOrDefault(Attribute.SIGN.name(), false)) {
            wanted = rsa ? Attribute.DECRYPT : Attribute.DERIVE;
        }
        return new KeyCheck(
                label,
                told,
                KeyAttributes.problems(
                        told,
                        KeyAttributes.PRIVATE_USAGES,
                        List.of(wanted),
                        extraction,
                        localTold));
    }

    @Override
    public synchronized void writeCertificate(String label, X509Certificate certificate) {
        byte[] der;
        try {
            der = certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the certificate has no encoding", e);
        }
        Template object =
                Template.ofClass(Template.CERTIFICATE)
                        .with(Attribute.CERTIFICATE_TYPE, 0L)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, false)
                        .with(Attribute.LABEL, label)
                        .with(Attribute.ID, KeyIdentifier.of(certificate.getPublicKey()))
                        .with(Attribute.SUBJECT, certificate.getSubjectX500Principal().getEncoded())
                        .with(Attribute.VALUE, der);
        Boolean unused =
                token.administer(session -> {
                    List<Long> earlier =
                            session.find(
                                    ObjectName.ofLabel(Template.CERTIFICATE, label).template());
                    // The new one first: a crash between leaves two rather than none.
                    long fresh = session.create(object);
                    earlier.stream().filter(each -> each != fresh).forEach(session::destroy);
                    return true;
                });
    }

    @Override
    public synchronized void rename(String label, String other) {
        boolean any =
                token.<Boolean>administer(session -> {
                    if (!session.find(ObjectName.ofLabel(Template.PRIVATE_KEY, other).template())
                            .isEmpty()) {
                        throw new KeyException(
                                KeyException.Reason.BAD_INPUT,
                                "the token has a key with label \"" + other + "\" already",
                                null);
                    }
                    boolean found = false;
                    Template named = Template.empty().with(Attribute.LABEL, other);
                    // The private key last: as long as it has the old label, the act is repeated.
                    for (long objectClass :
                            List.of(
                                    Template.CERTIFICATE,
                                    Template.PUBLIC_KEY,
                                    Template.PRIVATE_KEY)) {
                        var name = ObjectName.ofLabel(objectClass, label);
                        for (long each : session.find(name.template())) {
                            session.change(each, named);
                            found = true;
                        }
                    }
                    return found;
                });
        if (!any) {
            throw noSuchKey(label);
        }
    }

    @Override
    public synchronized void delete(String label) {
        Optional<Boolean> some =
                token.administer(session -> {
                    boolean any = false;
                    for (long objectClass : ALL_CLASSES) {
                        var name = ObjectName.ofLabel(objectClass, label);
                        for (long each : session.find(name.template())) {
                            session.destroy(each);
                            any = true;
                        }
                    }
                    return any ? Optional.of(true) : Optional.empty();
                });
        if (some.isEmpty()) {
            throw noSuchKey(label);
        }
    }

    @Override
    public byte[] wrap(String label, SecretBytes secret) {
        return new StorageKey(token, label).wrap(secret);
    }

    @Override
    public TokenStatus status() {
        return token.status();
    }
}
