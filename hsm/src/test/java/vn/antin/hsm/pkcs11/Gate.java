package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A layer on a module that lets one thread have it alone between two functions of the others. What
 * they are doing (C_SignInit done, C_Sign still to come) is left half done, yet nobody is inside
 * the native code: closing a session there kills the process, whoever does it.
 */
final class Gate {
    private final ReadWriteLock inside = new ReentrantReadWriteLock();

    /** Something done to the module. */
    interface Act {
        void run() throws PKCS11Exception;
    }

    PKCS11 around(PKCS11 module) {
        return (PKCS11)
                Proxy.newProxyInstance(
                        PKCS11.class.getClassLoader(),
                        new Class<?>[] {PKCS11.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("finalize")) {
                                return null;
                            }
                            inside.readLock().lock();
                            try {
                                return method.invoke(module, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                inside.readLock().unlock();
                            }
                        });
    }

    void alone(Act act) throws PKCS11Exception {
        inside.writeLock().lock();
        try {
            act.run();
        } finally {
            inside.writeLock().unlock();
        }
    }
}
