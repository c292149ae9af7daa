package vn.antin.hsm.helper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.helper.wire.Codec;
import vn.antin.hsm.helper.wire.Content;
import vn.antin.hsm.helper.wire.Frame;
import vn.antin.hsm.helper.wire.KeyCodec;

/**
 * What is done with a module before any of its tokens is opened, each time in a helper of its own
 * that is killed when its time ({@link HelperOptions#start}) is over. Thread-safe.
 *
 * @param module path of the PKCS#11 library
 */
public record HelperModule(Path module, HelperOptions options) {
    /**
     * All tokens that the module shows, also those not initialised. Needs no PIN.
     *
     * @throws KeyException TOKEN_MISSING when it cannot be loaded, DEVICE_FAILURE when it crashes
     *     or does not answer in time
     */
    public List<TokenInfo> tokens() {
        return ask(request().frame(Frame.Kind.TOKENS), in -> KeyCodec.all(in, KeyCodec::token));
    }

    /**
     * Initialises the first token that is not initialised yet.
     *
     * @return the serial number of the token
     * @throws KeyException as {@link #tokens}, and BAD_INPUT for the label
     */
    public String initToken(String label, Pin securityOfficerPin, Pin pin) {
        Content.Writer request = request().text(label);
        securityOfficerPin.use(request::secret);
        pin.use(request::secret);
        return ask(request.frame(Frame.Kind.INIT_TOKEN), Content.Reader::text);
    }

    private Content.Writer request() {
        return new Content.Writer().text(module.toString());
    }

    private <T> T ask(Frame request, HelperVault.Answer<T> answer) {
        try {
            HelperProcess process = HelperProcess.start(options, HelperMain.class, request);
            try {
                Frame frame = process.receive(options.start());
                if (frame.kind() == Frame.Kind.FAILED) {
                    throw Codec.failure(frame);
                }
                var in = new Content.Reader(frame);
                T result = answer.read(in);
                in.end();
                return result;
            } finally {
                process.kill();
                request.wipe();
            }
        } catch (TimeoutException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE,
                    "the module did not answer in time and was stopped",
                    e);
        } catch (IOException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the module's helper process failed", e);
        }
    }
}
