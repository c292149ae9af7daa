package vn.antin.hsm.helper;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.pkcs11.FinalizedInUse;
import vn.antin.hsm.pkcs11.ModuleOptions;

/** A helper in whose process somebody else finalises the module; see {@link FinalizedInUse}. */
public final class SabotagedHelper {
    private static final String MODULE = "SABOTAGED_MODULE";
    private static final String ALONE = "SABOTAGED_ONE_AT_A_TIME";
    private static final String GO = "SABOTAGED_GO";

    private SabotagedHelper() {}

    /** Like that of the true helper. */
    public static void main(String[] arguments) throws Exception {
        FinalizedInUse.prepare(
                Path.of(System.getenv(MODULE)),
                new ModuleOptions(Optional.empty(), Boolean.parseBoolean(System.getenv(ALONE))),
                Path.of(System.getenv(GO)));
        HelperMain.main(arguments);
    }

    /** A vault with such a helper. */
    public static HelperVault open(
            TokenConfig config,
            PinSource pins,
            TokenOptions options,
            Map<String, String> environment,
            Path go) {
        var variables = new HashMap<String, String>(environment);
        variables.put(MODULE, config.module().toString());
        variables.put(ALONE, Boolean.toString(options.module().oneAtATime()));
        variables.put(GO, go.toString());
        return HelperVault.open(
                config,
                pins,
                options,
                HelperOptions.defaults().with(variables),
                SabotagedHelper.class);
    }
}
