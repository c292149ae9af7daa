package vn.antin.hsm.survey;

import java.util.List;
import java.util.Locale;
import vn.antin.hsm.pkcs11.ModuleInfo;

/** Modules whose habits were seen in tests, and which words they use for themselves. */
enum KnownModule {
    SOFTHSM,
    NSS,
    OPENSC;

    boolean is(ModuleInfo module) {
        String words = module.description() + " " + module.manufacturer();
        return words.toUpperCase(Locale.ROOT).contains(name());
    }

    /** Keys of the findings. */
    List<String> habits() {
        return switch (this) {
            case SOFTHSM -> List.of("softhsm.files", "softhsm.oaep", "softhsm.usages");
            case NSS -> List.of("nss.wraps", "nss.local", "nss.pad");
            case OPENSC -> List.of("opensc.generation", "opensc.authenticate");
        };
    }
}
