package vn.antin.crypto.attachment;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gets SunJCE's AES-GCM compiled. It is slow (0.1 GB/s) until it was called some thousand times,
 * whatever the length: with 64 KiB segments that is the first 300 MiB. 20,480 short calls take a
 * fraction of a second. Each direction once in a process; thread-safe.
 */
final class GcmWarmUp {
    private static final int CALLS = 20_480;
    private static final int LENGTH = 1024;
    private static final int TAG = 16;

    private GcmWarmUp() {}

    static void encrypting() {
        boolean unused = Encrypting.DONE;
    }

    static void decrypting() {
        boolean unused = Decrypting.DONE;
    }

    /** Its initialisation is the work, and the JVM does that once. */
    private static final class Encrypting {
        static final boolean DONE = run(Cipher.ENCRYPT_MODE);
    }

    private static final class Decrypting {
        static final boolean DONE = run(Cipher.DECRYPT_MODE);
    }

    private static boolean run(int mode) {
        try {
            SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
            byte[] nonce = new byte[12];
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
            byte[] sealed = cipher.doFinal(new byte[LENGTH]);
            byte[] input = mode == Cipher.ENCRYPT_MODE ? new byte[LENGTH] : sealed;
            byte[] output = new byte[LENGTH + TAG];
            for (int i = 1; i <= CALLS; i++) {
                if (mode == Cipher.ENCRYPT_MODE) {
                    nonce[0] = (byte) i;
                    nonce[1] = (byte) (i >> 8);
                }
                cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
                int unused = cipher.doFinal(input, 0, input.length, output, 0);
            }
            Arrays.fill(output, (byte) 0);
            return true;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM is in every JDK", e);
        }
    }
}
