package vn.antin.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.testkit.CheckedUse;
import vn.antin.hsm.testkit.SoftHsm;

/**
 * A module that knows ECDSA under a number of its vendor only. No module at hand does that, so it
 * is SoftHSM behind a layer that renumbers: what a vendor's own module does is not shown here.
 */
class VendorCodesTest {
    private static final long ECDSA = 0x1041;
    private static final long VENDORS = 0x8000_1041L;
    private static final long MECHANISM_INVALID = 0x70;

    /** SoftHSM as such a vendor would ship it. */
    private static PKCS11 renumbered(PKCS11 module) {
        return (PKCS11)
                Proxy.newProxyInstance(
                        PKCS11.class.getClassLoader(),
                        new Class<?>[] {PKCS11.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("finalize")) {
                                return null;
                            }
                            Object[] passed = arguments == null ? null : arguments.clone();
                            if (passed != null
                                    && passed.length > 1
                                    && passed[1] instanceof CK_MECHANISM asked) {
                                passed[1] = real(asked);
                            }
                            try {
                                Object result = method.invoke(module, passed);
                                return method.getName().equals("C_GetMechanismList")
                                        ? listed((long[]) result)
                                        : result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static CK_MECHANISM real(CK_MECHANISM asked) throws PKCS11Exception {
        if (asked.mechanism == ECDSA) {
            throw new PKCS11Exception(MECHANISM_INVALID);
        }
        var real = new CK_MECHANISM();
        real.mechanism = asked.mechanism == VENDORS ? ECDSA : asked.mechanism;
        real.pParameter = asked.pParameter;
        return real;
    }

    private static long[] listed(long[] codes) {
        return Arrays.stream(codes).map(code -> code == ECDSA ? VENDORS : code).toArray();
    }

    private static TokenVault open(SoftHsm hsm, Map<Long, Long> codes) {
        return TokenVault.open(
                hsm.config(), hsm.pins(), TokenOptions.defaults().withVendorCodes(codes));
    }

    @Test
    void a_mechanism_that_a_module_knows_by_its_vendors_number_only_is_used_by_that_number() {
        SoftHsm hsm = SoftHsm.create();
        var options = ModuleOptions.PARALLEL.withVendorCodes(Map.of(ECDSA, VENDORS));
        try (Pkcs11Module module =
                        Pkcs11Module.acquire(
                                SoftHsm.module(), options, VendorCodesTest::renumbered);
                TokenVault vault = open(hsm, Map.of(ECDSA, VENDORS))) {
            vault.admin().generate("key", KeyType.EC_P256);
            Signer signer = vault.signer("key");
            assertThat(new CheckedUse(0).signs(signer)).isTrue();
            assertThat(module.openSessions()).isPositive();
        }
    }

    @Test
    void without_the_number_such_a_module_does_not_sign() {
        SoftHsm hsm = SoftHsm.create();
        try (Pkcs11Module module =
                        Pkcs11Module.acquire(
                                SoftHsm.module(),
                                ModuleOptions.PARALLEL,
                                VendorCodesTest::renumbered);
                TokenVault vault = open(hsm, Map.of())) {
            vault.admin().generate("key", KeyType.EC_P256);
            Signer signer = vault.signer("key");
            assertThatThrownBy(() -> new CheckedUse(0).signs(signer))
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.UNSUPPORTED));
            assertThat(module.openSessions()).isPositive();
        }
    }

    @Test
    void a_module_that_lists_the_standards_number_is_called_by_that() {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = open(hsm, Map.of(ECDSA, VENDORS))) {
            vault.admin().generate("key", KeyType.EC_P256);
            assertThat(new CheckedUse(0).signs(vault.signer("key"))).isTrue();
        }
    }
}
