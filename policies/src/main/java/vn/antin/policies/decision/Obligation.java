package vn.antin.policies.decision;

import java.time.Duration;

/** What goes with a permit; who acts on it must see to it. */
public sealed interface Obligation {
    /**
     * The recipient signs for the document within this time of its being sent.
     *
     * @param within time to sign, positive
     */
    record ReceiptBy(Duration within) implements Obligation {}

    /** Documents, pages and attachments are counted before signing for them. */
    record CheckPages() implements Obligation {}

    /** Registers show the type only, no abstract (trích yếu). */
    record NoAbstract() implements Obligation {}

    /** No copy, photograph or print. */
    record NoCopying() implements Obligation {}

    /** Only the person named opens it; no clerk, no deputy. */
    record NamedOnly() implements Obligation {}

    /** The document is given back to the sender. */
    record ReturnDocument() implements Obligation {}

    /**
     * A row in a register.
     *
     * @param book which one
     */
    record Register(Book book) implements Obligation {}

    /**
     * Everything that is shown or printed carries this text.
     *
     * @param vietnamese text of the banner
     * @param english its translation
     */
    record ExerciseMark(String vietnamese, String english) implements Obligation {}

    /** The registers (sổ) of Decree 63/2026. */
    enum Book {
        /** Sổ đăng ký bí mật nhà nước đi. */
        OUTGOING,
        /** Sổ đăng ký bí mật nhà nước đến. */
        INCOMING,
        /** Sổ chuyển giao bí mật nhà nước. */
        HANDOVER
    }
}
