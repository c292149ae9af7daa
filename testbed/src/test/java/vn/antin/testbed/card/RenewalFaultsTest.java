package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.cli.card.PivEnrolmentCard;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.CertificationRequest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.piv.ManagementKey;
import vn.antin.hsm.piv.PivAgreer;
import vn.antin.hsm.piv.PivEncryption;
import vn.antin.hsm.piv.PivSlot;
import vn.antin.hsm.piv.PivToken;
import vn.antin.sdk.enrol.RenewalJournal;
import vn.antin.sdk.enrol.Renewer;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.testbed.card.piv.KeySlot.Retirement;
import vn.antin.testbed.card.piv.PivCard;

/**
 * A card is pulled, or the program ends, before or after any single step of a renewal: the key so
 * far still opens what was encrypted to it, and the renewal is carried on to its end.
 */
class RenewalFaultsTest {
    private static final EndpointId AN = EndpointId.parse("H26.01/an");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private int certificates;

    /** Ends the program at one of the things that it does. */
    private static final class Fate {
        int left = Integer.MAX_VALUE;
        boolean after;
        int passed;

        boolean strikes(boolean isAfter) {
            if (isAfter != after) {
                return false;
            }
            passed++;
            left--;
            return left == 0;
        }
    }

    private static final class FatefulCard implements SmartCard {
        private final SmartCard card;
        private final Fate fate;
        private boolean pulled;

        FatefulCard(SmartCard card, Fate fate) {
            this.card = card;
            this.fate = fate;
        }

        @Override
        public byte[] atr() {
            return card.atr();
        }

        @Override
        public void reset() {
            pulled = false;
            card.reset();
        }

        @Override
        public byte[] transmit(byte[] apdu) throws IOException {
            pulled = pulled || fate.strikes(false);
            if (pulled) {
                throw new CardPulledException();
            }
            byte[] answer = card.transmit(apdu);
            pulled = fate.strikes(true);
            if (pulled) {
                throw new CardPulledException();
            }
            return answer;
        }
    }

    private static final class MemoryJournal implements RenewalJournal {
        private final Map<String, byte[]> entries = new HashMap<>();
        private final Fate fate;

        MemoryJournal(Fate fate) {
            this.fate = fate;
        }

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(entries.get(name));
        }

        @Override
        public void put(String name, byte[] entry) throws IOException {
            end(false);
            entries.put(name, entry);
            end(true);
        }

        @Override
        public void clear() throws IOException {
            end(false);
            entries.clear();
            end(true);
        }

        private void end(boolean after) throws IOException {
            if (fate.strikes(after)) {
                throw new CardPulledException();
            }
        }
    }

    /** The gateway's rules without its store: consent, proofs, an answer that can be repeated. */
    private final class PaperDesk implements Renewer.Gateway {
        private final Map<String, Digest> expected = new HashMap<>();
        private final Map<String, Enrolment.Renewal> begun = new HashMap<>();
        private final Map<String, Enrolment.Result> ended = new HashMap<>();
        private X509Certificate current;

        PaperDesk(X509Certificate current) {
            this.current = current;
        }

        @Override
        public Enrolment.Challenge renew(EndpointId endpoint, Enrolment.Renewal renewal) {
            try {
                PublicKey signature =
                        CertificationRequest.parse(renewal.signatureRequest()).publicKey();
                PublicKey authentication =
                        CertificationRequest.parse(renewal.authenticationRequest()).publicKey();
                Enrolment.Consent consent = renewal.consent().orElseThrow();
                assertThat(
                                PublicKeys.verifies(
                                        current.getPublicKey(),
                                        Enrolment.Consent.oldKeySigns(
                                                endpoint, signature, encryption(renewal)),
                                        consent.byOldKey()))
                        .isTrue();
                assertThat(
                                PublicKeys.verifies(
                                        signature,
                                        Enrolment.Consent.newKeySigns(endpoint, authentication),
                                        consent.byNewKey()))
                        .isTrue();
                EncryptionKeyChallenge.Issued issued =
                        EncryptionKeyChallenge.issue(encryption(renewal), RANDOM);
                String id = UUID.randomUUID().toString();
                expected.put(id, issued.expected());
                begun.put(id, renewal);
                return new Enrolment.Challenge(id, issued.challenge());
            } catch (CertificateProblem e) {
                throw new AssertionError(e);
            }
        }

        private PublicKey encryption(Enrolment.Renewal renewal) {
            try {
                return KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(renewal.encryptionKey()));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Enrolment.Result prove(EndpointId endpoint, String id, Enrolment.Proof proof) {
            assertThat(Digest.of(proof.answer())).isEqualTo(expected.get(id));
            return ended.computeIfAbsent(id, _ -> issue(endpoint, renewal(id)));
        }

        private Enrolment.Renewal renewal(String id) {
            Enrolment.Renewal found = begun.get(id);
            if (found == null) {
                throw new AssertionError("no renewal " + id);
            }
            return found;
        }

        private Enrolment.Result issue(EndpointId endpoint, Enrolment.Renewal renewal) {
            try {
                Enrolment.Result result =
                        new Enrolment.Result(
                                endpoint,
                                issued(
                                        CertificationRequest.parse(renewal.signatureRequest())
                                                .publicKey(),
                                        CertificateProfile.SIGNATURE),
                                issued(
                                        CertificationRequest.parse(renewal.authenticationRequest())
                                                .publicKey(),
                                        CertificateProfile.AUTHENTICATION),
                                Optional.of(
                                        issued(encryption(renewal), CertificateProfile.ENCRYPTION)),
                                agency.ca());
                current = result.authenticationCertificate();
                return result;
            } catch (CertificateProblem e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Each a second newer than the one before. */
    private X509Certificate issued(PublicKey key, CertificateProfile profile) {
        Instant from = agency.now().minus(Duration.ofHours(1)).plusSeconds(certificates++);
        return agency.issue(key, AN.name(), profile, from, from.plus(Duration.ofDays(365)));
    }

    private static PivToken open(SmartCard card) {
        PivToken token = PivToken.open(new MemoryReader(card));
        try (ManagementKey key = ManagementKey.delivered()) {
            token.authenticate(key, RANDOM);
        }
        return token;
    }

    private static Pin pin() {
        return Pin.owning("123456".toCharArray());
    }

    /** An enrolled card: its authentication and encryption certificates. */
    private List<X509Certificate> enrolled(SmartCard card) {
        try (PivToken token = open(card)) {
            List<X509Certificate> all = new ArrayList<>();
            for (Map.Entry<PivSlot, CertificateProfile> each :
                    List.of(
                            Map.entry(PivSlot.SIGNATURE, CertificateProfile.SIGNATURE),
                            Map.entry(PivSlot.AUTHENTICATION, CertificateProfile.AUTHENTICATION),
                            Map.entry(PivSlot.ENCRYPTION, CertificateProfile.ENCRYPTION))) {
                X509Certificate certificate =
                        issued(token.generate(each.getKey(), KeyType.EC_P256), each.getValue());
                token.writeCertificate(each.getKey(), certificate);
                all.add(certificate);
            }
            return all;
        }
    }

    private Enrolment.Result renew(SmartCard card, PaperDesk desk, RenewalJournal journal)
            throws IOException {
        return renew(card, desk, journal, true);
    }

    private Enrolment.Result renew(
            SmartCard card, PaperDesk desk, RenewalJournal journal, boolean keep)
            throws IOException {
        try (PivToken token = open(card);
                Pin pin = pin()) {
            return new Renewer(desk, new PivEnrolmentCard.Renewing(token, pin), journal)
                    .renew(AN, agency.subject(AN.name(), "Nguyễn Thị An"), keep, _ -> {});
        }
    }

    /** Whether the private half of a certificate's key is in one of the slots. */
    private static boolean opens(SmartCard card, X509Certificate certificate, List<PivSlot> slots) {
        try (PivToken token = open(card);
                Pin pin = pin()) {
            EncryptionKeyChallenge.Issued issued =
                    EncryptionKeyChallenge.issue(certificate.getPublicKey(), RANDOM);
            for (PivSlot slot : slots) {
                try {
                    byte[] answer =
                            EncryptionKeyChallenge.answer(
                                    issued.challenge(),
                                    new PivAgreer(
                                            token,
                                            slot,
                                            KeyType.EC_P256,
                                            certificate.getPublicKey(),
                                            pin));
                    if (MessageDigest.isEqual(
                            Digest.of(answer).toBytes(), issued.expected().toBytes())) {
                        return true;
                    }
                } catch (KeyException | CertificateProblem e) {
                    assertThat(e).isNotNull();
                }
            }
            return false;
        }
    }

    private static List<PivSlot> decrypting() {
        return List.of(PivSlot.ENCRYPTION, PivSlot.RETIRED.get(0), PivSlot.RETIRED.get(1));
    }

    /** Where old and new key are after the first renewal. */
    private static PivSlot placeOfOld(Retirement kind) {
        return kind == Retirement.MOVES ? PivSlot.RETIRED.get(0) : PivSlot.ENCRYPTION;
    }

    private static PivSlot placeOfNew(Retirement kind) {
        return kind == Retirement.MOVES ? PivSlot.ENCRYPTION : PivSlot.RETIRED.get(0);
    }

    /** One renewal that ends at a step, then goes on. */
    private int interrupted(Retirement kind, int step, boolean after) throws IOException {
        PivCard piv = PivCard.fresh(RANDOM);
        piv.retirement(kind);
        SmartCard card = SmartCard.of(piv);
        List<X509Certificate> before = enrolled(card);
        PaperDesk desk = new PaperDesk(before.get(1));
        Fate fate = new Fate();
        fate.after = after;
        fate.left = step;
        MemoryJournal journal = new MemoryJournal(fate);
        boolean broken = false;
        Enrolment.Result result = null;
        try {
            result = renew(new FatefulCard(card, fate), desk, journal);
        } catch (KeyException | IOException e) {
            broken = true;
        }
        String when = (after ? "after" : "before") + " step " + step;
        assertThat(opens(card, before.get(2), decrypting())).as(when).isTrue();
        int passed = fate.passed;
        fate.left = Integer.MAX_VALUE;
        if (broken && (!journal.entries.isEmpty() || desk.ended.isEmpty())) {
            result = renew(card, desk, journal);
        }
        if (result != null) {
            assertWritten(card, result, placeOfNew(kind), when);
        }
        assertThat(opens(card, before.get(2), List.of(placeOfOld(kind)))).as(when).isTrue();
        assertThat(desk.ended).as(when).hasSize(1);
        try (PivToken token = open(card)) {
            assertThat(token.certificate(placeOfOld(kind))).as(when).contains(before.get(2));
            assertThat(token.certificate(PivSlot.RETIRED.get(1))).as(when).isEmpty();
            assertThat(PivEncryption.current(token).orElseThrow().slot())
                    .as(when)
                    .isEqualTo(placeOfNew(kind));
        }
        return passed;
    }

    private static void assertWritten(
            SmartCard card, Enrolment.Result result, PivSlot place, String when) {
        try (PivToken token = open(card)) {
            assertThat(token.certificate(PivSlot.SIGNATURE))
                    .as(when)
                    .contains(result.signatureCertificate());
            assertThat(token.certificate(PivSlot.AUTHENTICATION))
                    .as(when)
                    .contains(result.authenticationCertificate());
            assertThat(token.certificate(place)).as(when).isEqualTo(result.encryptionCertificate());
        }
        assertThat(opens(card, result.encryptionCertificate().orElseThrow(), List.of(place)))
                .as(when)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"MOVES", "GENERATES"})
    void pulled_before_or_after_any_command_it_goes_on_and_the_old_key_is_never_lost(
            Retirement kind) throws IOException {
        int steps = interrupted(kind, Integer.MAX_VALUE, false);
        assertThat(steps).isGreaterThan(40);
        int _ = interrupted(kind, 1, false);
        for (int step = 1; step <= steps; step++) {
            // Before the next one is the same: what is done is done, and the program is gone.
            int _ = interrupted(kind, step, true);
        }
    }

    @Test
    void a_card_that_cannot_move_keys_gets_each_new_one_in_a_slot_of_its_own() throws IOException {
        PivCard piv = PivCard.fresh(RANDOM);
        piv.retirement(Retirement.GENERATES);
        SmartCard card = SmartCard.of(piv);
        List<X509Certificate> before = enrolled(card);
        PaperDesk desk = new PaperDesk(before.get(1));
        Enrolment.Result first = renew(card, desk, new MemoryJournal(new Fate()));
        Enrolment.Result second = renew(card, desk, new MemoryJournal(new Fate()));
        assertWritten(card, second, PivSlot.RETIRED.get(1), "second");
        assertThat(opens(card, before.get(2), List.of(PivSlot.ENCRYPTION))).isTrue();
        assertThat(
                        opens(
                                card,
                                first.encryptionCertificate().orElseThrow(),
                                List.of(PivSlot.RETIRED.get(0))))
                .isTrue();
    }

    @Test
    void after_two_renewals_both_old_keys_are_in_slots_of_their_own() throws IOException {
        SmartCard card = SmartCard.of(PivCard.fresh(RANDOM));
        List<X509Certificate> before = enrolled(card);
        PaperDesk desk = new PaperDesk(before.get(1));
        Enrolment.Result first = renew(card, desk, new MemoryJournal(new Fate()));
        Enrolment.Result second = renew(card, desk, new MemoryJournal(new Fate()));
        assertWritten(card, second, PivSlot.ENCRYPTION, "second");
        assertThat(opens(card, before.get(2), List.of(PivSlot.RETIRED.get(0)))).isTrue();
        assertThat(
                        opens(
                                card,
                                first.encryptionCertificate().orElseThrow(),
                                List.of(PivSlot.RETIRED.get(1))))
                .isTrue();
    }

    @Test
    void a_card_with_no_room_for_two_keys_is_left_as_it_was_unless_the_old_key_is_given_up()
            throws IOException {
        PivCard piv = PivCard.fresh(RANDOM);
        piv.retirement(Retirement.NEITHER);
        SmartCard card = SmartCard.of(piv);
        List<X509Certificate> before = enrolled(card);
        PaperDesk desk = new PaperDesk(before.get(1));
        MemoryJournal journal = new MemoryJournal(new Fate());
        assertThatThrownBy(() -> renew(card, desk, journal))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.UNSUPPORTED));
        assertThat(opens(card, before.get(2), List.of(PivSlot.ENCRYPTION))).isTrue();
        assertThat(journal.entries).isEmpty();
        try (PivToken token = open(card)) {
            assertThat(token.certificate(PivSlot.RETIRED.get(0))).isEmpty();
            assertThat(token.certificate(PivSlot.SIGNATURE)).contains(before.get(0));
        }
        assertWritten(card, renew(card, desk, journal, false), PivSlot.ENCRYPTION, "given up");
        assertThat(opens(card, before.get(2), decrypting())).isFalse();
    }

    @Test
    void certificates_that_are_refused_are_not_written() throws IOException {
        SmartCard card = SmartCard.of(PivCard.fresh(RANDOM));
        List<X509Certificate> before = enrolled(card);
        PaperDesk desk = new PaperDesk(before.get(1));
        MemoryJournal journal = new MemoryJournal(new Fate());
        try (PivToken token = open(card);
                Pin pin = pin()) {
            Renewer renewer = new Renewer(desk, new PivEnrolmentCard.Renewing(token, pin), journal);
            assertThatThrownBy(() ->
                            renewer.renew(
                                    AN,
                                    agency.subject(AN.name(), "Nguyễn Thị An"),
                                    true,
                                    _ -> {
                                        throw new IllegalStateException("not ours");
                                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(token.certificate(PivSlot.SIGNATURE).map(Certificates::der))
                    .contains(Certificates.der(before.get(0)));
        }
    }
}
