package vn.antin.hsm.pkcs11.layer;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantLock;

/** A module that is entered by one thread at a time, in the order of asking. */
public final class OneAtATime {
    private OneAtATime() {}

    /** The module behind a fair lock. */
    public static PKCS11 of(PKCS11 module) {
        var lock = new ReentrantLock(true);
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    if (method.getName().equals("finalize")) {
                        return null; // the end of the proxy is not the end of the library
                    }
                    lock.lock();
                    try {
                        return method.invoke(module, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    } finally {
                        lock.unlock();
                    }
                };
        return (PKCS11)
                Proxy.newProxyInstance(
                        PKCS11.class.getClassLoader(), new Class<?>[] {PKCS11.class}, handler);
    }
}
