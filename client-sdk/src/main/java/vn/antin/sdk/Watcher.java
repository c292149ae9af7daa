package vn.antin.sdk;

import vn.antin.sdk.transport.Progress;

/** Told how far long work is. Called on the working thread; must be quick. */
@FunctionalInterface
public interface Watcher {
    /** Nobody watches. */
    Watcher NONE = (stage, done, total) -> {};

    /** What is being done. */
    enum Stage {
        /** Files are encrypted. */
        ENCRYPT,
        /** The card signs and the envelope is made. */
        SEAL,
        /** The gateway is asked. */
        SUBMIT,
        /** Ciphertext goes to the gateway. */
        UPLOAD,
        /** Ciphertext comes from the gateway. */
        DOWNLOAD,
        /** The card opens the envelope and signatures are checked. */
        VERIFY,
        /** Files are decrypted. */
        DECRYPT
    }

    /** {@code done} of {@code total} bytes of this stage; both 0 when it just begins. */
    void at(Stage stage, long done, long total);

    /** Watches one transfer. */
    default Progress progress(Stage stage) {
        return (done, total) -> at(stage, done, total);
    }
}
