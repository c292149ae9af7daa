package vn.antin.hsm.pkcs11.layer;

import static org.assertj.core.api.Assertions.assertThat;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    /**
     * The wrapper's interface has a finalize() of its own: passed on, the collection of an old
     * proxy would disconnect a library that others use, and kill the process.
     */
    @Test
    void calls_are_passed_on_but_the_end_of_the_proxy_is_not() throws Exception {
        List<String> called = new ArrayList<>();
        PKCS11 library =
                (PKCS11)
                        Proxy.newProxyInstance(
                                PKCS11.class.getClassLoader(),
                                new Class<?>[] {PKCS11.class},
                                (proxy, method, arguments) -> {
                                    called.add(method.getName());
                                    return null;
                                });
        PKCS11 guarded = OneAtATime.of(library);
        guarded.C_Finalize(null);
        Method end = PKCS11.class.getMethod("finalize");
        assertThat(end.invoke(guarded)).isNull();
        assertThat(called).containsExactly("C_Finalize");
    }
}
