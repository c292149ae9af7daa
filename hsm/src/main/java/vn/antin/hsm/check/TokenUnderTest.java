package vn.antin.hsm.check;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.survey.Survey;

/** A token that answers the checks. Thread-safe. */
public interface TokenUnderTest {
    /** What its module says of it. */
    Survey survey();

    /** The token, the only one in the survey. */
    default Survey.Entry entry() {
        return survey().tokens().getFirst();
    }

    /** Opens a session, to be closed by the thread that uses it. */
    Pkcs11Session open(boolean readWrite);

    /**
     * Lends the right PIN, null for a reader with keys. After the token refused it once, it is not
     * lent any more.
     *
     * @throws vn.antin.crypto.key.KeyException of {@code use}, or PIN_WRONG without a try
     */
    void withPin(Consumer<char @Nullable []> use);
}
