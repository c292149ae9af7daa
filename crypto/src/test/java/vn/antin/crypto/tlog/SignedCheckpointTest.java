package vn.antin.crypto.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.tlog.LogProblem.Reason;

class SignedCheckpointTest {
    private static final String ORIGIN = "log.antin/H26.01";
    private static final Digest ROOT = Digest.of(new byte[] {7});

    /** Key and note of the test of golang.org/x/mod/sumdb/note. */
    private static final String GO_KEY =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_TEXT =
            """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String GO_NOTE =
            GO_TEXT
                    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC"
                    + "2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static TestLog log() {
        return new TestLog(ORIGIN, 1);
    }

    private static String note(int size) {
        return new String(
                SignedCheckpoint.sign(new Checkpoint(ORIGIN, size, ROOT), log().signer()), UTF_8);
    }

    private static Reason refused(String note, LogKey key) {
        return reason(() -> SignedCheckpoint.verify(note.getBytes(UTF_8), key));
    }

    static Reason reason(ThrowingCallable call) {
        LogProblem[] found = new LogProblem[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(LogProblem.class, problem -> found[0] = problem);
        return found[0].reason();
    }

    @Test
    void what_is_signed_verifies_and_comes_back() throws LogProblem {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, 42, ROOT);
        byte[] note = SignedCheckpoint.sign(checkpoint, log().signer());
        assertThat(SignedCheckpoint.verify(note, log().key())).isEqualTo(checkpoint);
    }

    @Test
    void the_text_is_that_of_the_specification() throws LogProblem {
        String text =
                "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
        assertThat(Checkpoint.parse(text).size()).isEqualTo(20852163);
    }

    @Test
    void a_note_of_the_go_implementation_verifies_with_its_key() throws LogProblem {
        LogKey key = LogKey.parse(GO_KEY);
        SignedNote note = SignedNote.parse(GO_NOTE);
        assertThat(note.text()).isEqualTo(GO_TEXT);
        assertThat(note.write()).isEqualTo(GO_NOTE);
        SignedNote.Line line = note.signatures().get(0);
        assertThat(line.isBy(key)).isTrue();
        assertThat(key.verify(GO_TEXT.getBytes(UTF_8), line.signature())).isTrue();
        assertThat(key.verify((GO_TEXT + "\n").getBytes(UTF_8), line.signature())).isFalse();
        assertThat(key.text()).isEqualTo(GO_KEY);
    }

    @Test
    void every_changed_byte_is_refused() {
        byte[] note = note(42).getBytes(UTF_8);
        for (int i = 0; i < note.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = note.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> SignedCheckpoint.verify(changed, log().key()))
                        .isInstanceOf(LogProblem.class);
            }
        }
    }

    @Test
    void what_was_changed_is_named() {
        String note = note(42);
        LogKey key = log().key();
        assertThat(refused(note.replace("\n42\n", "\n43\n"), key)).isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(refused(note.replace(ORIGIN, "log.antin/H27"), key)).isEqualTo(Reason.WRONG_LOG);
        assertThat(refused(note, new TestLog(ORIGIN, 2).key())).isEqualTo(Reason.NOT_SIGNED);
        assertThat(refused(note, new TestLog("other", 1).key())).isEqualTo(Reason.WRONG_LOG);
        assertThat(refused(note.replace("— " + ORIGIN, "— other"), key))
                .isEqualTo(Reason.NOT_SIGNED);
    }

    @Test
    void signatures_of_others_may_stand_beside_and_are_not_looked_at() throws LogProblem {
        String cosigned = note(42) + "— witness.example TnKKVHLX\n— H27 AAAAAAA=\n";
        assertThat(SignedCheckpoint.verify(cosigned.getBytes(UTF_8), log().key()).size())
                .isEqualTo(42);
    }

    @Test
    void a_second_signature_of_the_same_key_must_verify_too() throws LogProblem {
        SignedNote a = SignedNote.parse(note(42));
        SignedNote b = SignedNote.parse(note(43));
        String both = a.write() + b.write().substring(b.text().length() + 1);
        assertThat(refused(both, log().key())).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "log\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "log\n+1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "log\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "log\n\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "log\n9223372036854775808\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
                "log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "log\n1\nAAAA\n",
                "log\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "a+b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nextension\n"
            })
    void every_other_spelling_of_a_checkpoint_is_refused(String text) {
        assertThat(reason(() -> Checkpoint.parse(text))).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\n",
                "a\n\n",
                "a\n— n AAAAAAA=\n",
                "a\n\n— n AAAAAAA=",
                "a\n\n- n AAAAAAA=\n",
                "a\n\n— n  AAAAAAA=\n",
                "a\n\n—  AAAAAAA=\n",
                "a\n\n— n AAAAAAA= \n",
                "a\n\n— n AAAAAAB=\n",
                "a\n\n— n AAAAAA==\n",
                "a\n\n— n+m AAAAAAA=\n",
                "a\n\n— n\u00a0m AAAAAAA=\n",
                "a\tb\n\n— n AAAAAAA=\n",
                "a\r\n\n— n AAAAAAA=\n",
                "a\n\n— n AAAAAAA=\n— n AAAAAAA=\n"
            })
    void every_other_spelling_of_a_note_is_refused(String note) {
        assertThat(reason(() -> SignedNote.parse(note))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        byte[] note = note(42).getBytes(UTF_8);
        note[note.length - 1] = (byte) 0xff;
        assertThat(reason(() -> SignedCheckpoint.verify(note, log().key())))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void a_note_with_more_than_64_signatures_is_refused() {
        StringBuilder note = new StringBuilder(note(42));
        for (int i = 0; i < 64; i++) {
            note.append("— w").append(i).append(" AAAAAAA=\n");
        }
        assertThat(refused(note.toString(), log().key())).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void a_broken_device_cannot_put_out_a_checkpoint() {
        Signer good = log().signer();
        Signer broken =
                new Signer() {
                    @Override
                    public SignatureAlgorithm algorithm() {
                        return good.algorithm();
                    }

                    @Override
                    public java.security.PublicKey publicKey() {
                        return good.publicKey();
                    }

                    @Override
                    public byte[] sign(byte[] message) {
                        byte[] signature = good.sign(message);
                        signature[3] ^= 1;
                        return signature;
                    }
                };
        assertThatThrownBy(() -> SignedCheckpoint.sign(new Checkpoint(ORIGIN, 1, ROOT), broken))
                .isInstanceOf(KeyException.class);
    }

    @Test
    void a_log_key_in_text_comes_back() throws LogProblem {
        LogKey key = log().key();
        assertThat(LogKey.parse(key.text())).isEqualTo(key);
        assertThat(key.text()).startsWith(ORIGIN + "+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
                "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
                "PeterNeumann+c74f20a3+Af//////////////////////////////////////////"
            })
    void every_other_spelling_of_a_log_key_is_refused(String vkey) {
        assertThat(reason(() -> LogKey.parse(vkey))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void only_ed25519_keys_are_log_keys() throws Exception {
        var p256 = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        var ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic();
        assertThatThrownBy(() -> new LogKey(ORIGIN, p256))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogKey(ORIGIN, ed448))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
