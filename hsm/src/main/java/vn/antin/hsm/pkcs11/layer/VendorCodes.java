package vn.antin.hsm.pkcs11.layer;

import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A module that knows mechanisms of the standard under numbers of its vendor (CKM_VENDOR_DEFINED).
 * Where a token lists the vendor's number and not the standard's, calls with the standard's are
 * made with the vendor's, and the standard's is listed too. Parameters stay as they are.
 * Thread-safe.
 */
public final class VendorCodes {
    private final PKCS11 module;
    private final Map<Long, Long> codes;
    private final Map<Long, Map<Long, Long>> ofSession = new ConcurrentHashMap<>();

    private VendorCodes(PKCS11 module, Map<Long, Long> codes) {
        this.module = module;
        this.codes = Map.copyOf(codes);
    }

    /**
     * The module as one that takes the standard's numbers.
     *
     * @param codes number of the standard to number of the vendor
     */
    public static PKCS11 of(PKCS11 module, Map<Long, Long> codes) {
        if (codes.isEmpty()) {
            return module;
        }
        var layer = new VendorCodes(module, codes);
        return (PKCS11)
                Proxy.newProxyInstance(
                        PKCS11.class.getClassLoader(),
                        new Class<?>[] {PKCS11.class},
                        (proxy, method, arguments) -> layer.called(method, arguments));
    }

    private @Nullable Object called(Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments == null) {
            return method.getName().equals("finalize") ? null : passed(method, null);
        }
        return switch (method.getName()) {
            case "C_GetMechanismList" -> listed((long) arguments[0]);
            case "C_GetMechanismInfo" ->
                    module.C_GetMechanismInfo(
                            (long) arguments[0],
                            instead((long) arguments[0])
                                    .getOrDefault(arguments[1], (long) arguments[1]));
            case "C_OpenSession" -> {
                Object session = passed(method, arguments);
                ofSession.put((Long) session, instead((long) arguments[0]));
                yield session;
            }
            case "C_CloseSession" -> {
                ofSession.remove((Long) arguments[0]);
                yield passed(method, arguments);
            }
            case "C_Finalize" -> {
                ofSession.clear();
                yield passed(method, arguments);
            }
            default -> passed(method, translated(arguments));
        };
    }

    private @Nullable Object passed(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(module, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private long[] listed(long slot) throws PKCS11Exception {
        return LongStream.concat(
                        Arrays.stream(module.C_GetMechanismList(slot)),
                        instead(slot).keySet().stream().mapToLong(Long::longValue))
                .toArray();
    }

    /** What is replaced by what with the token in this slot. */
    private Map<Long, Long> instead(long slot) throws PKCS11Exception {
        var listed = new java.util.HashSet<Long>();
        for (long code : module.C_GetMechanismList(slot)) {
            listed.add(code);
        }
        var instead = new HashMap<Long, Long>();
        codes.forEach((standard, vendor) -> {
            if (listed.contains(vendor) && !listed.contains(standard)) {
                instead.put(standard, vendor);
            }
        });
        return instead;
    }

    private Object[] translated(Object[] arguments) {
        if (arguments.length < 2
                || !(arguments[0] instanceof Long session)
                || !(arguments[1] instanceof CK_MECHANISM mechanism)) {
            return arguments;
        }
        Long vendor = ofSession.getOrDefault(session, Map.of()).get(mechanism.mechanism);
        if (vendor == null) {
            return arguments;
        }
        var other = new CK_MECHANISM();
        other.mechanism = vendor;
        other.pParameter = mechanism.pParameter;
        Object[] changed = arguments.clone();
        changed[1] = other;
        return changed;
    }
}
