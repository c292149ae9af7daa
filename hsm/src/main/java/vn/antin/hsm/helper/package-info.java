/**
 * A token whose PKCS#11 module runs in a process of its own, which can be killed.
 *
 * <p>Modules are native code of others: they crash, and they stop for ever when a card is pulled at
 * the wrong moment. The helper process takes that upon itself; ours goes on. Knows: how requests
 * and answers travel, how long an answer may take, when a helper is given up. Must not know:
 * PKCS#11 (that is the vault's inside the helper). Main types: {@link
 * vn.antin.hsm.helper.HelperVault}, {@link vn.antin.hsm.helper.HelperMain}.
 */
@NullMarked
package vn.antin.hsm.helper;

import org.jspecify.annotations.NullMarked;
