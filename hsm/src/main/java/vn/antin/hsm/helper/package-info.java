/**
 * A token whose PKCS#11 module runs in a process of its own, which can be killed.
 *
 * <p>Modules are native code of others: they crash, and they stop for ever when a card is pulled at
 * the wrong moment. The helper process takes that upon itself; ours goes on.
 *
 * <p>How long is too long depends on what is asked ({@link vn.antin.hsm.helper.HelperOptions}). The
 * use of a key on an elliptic curve or of RSA up to 2048 bits has 1.5 seconds, after which the
 * helper is killed; an honest card takes less than half of that. A longer RSA key has 5 seconds,
 * since old cards do take two or three: there only the reader can tell a slow card from one that is
 * gone, and a removal ends the helper within a second whatever runs. Finding a key, reading a
 * certificate and starting anew may take a card longer too, but hold nobody: the caller is told
 * after at most 1.7 seconds that the token is at work, and the helper keeps what it found for the
 * next one. Only the first start, at which somebody waits for a card to be opened, may take 20
 * seconds.
 *
 * <p>Knows: how requests and answers travel, how long an answer may take, when a helper is given
 * up. Must not know: PKCS#11 (that is the vault's inside the helper). Main types: {@link
 * vn.antin.hsm.helper.HelperVault}, {@link vn.antin.hsm.helper.HelperMain}.
 */
@NullMarked
package vn.antin.hsm.helper;

import org.jspecify.annotations.NullMarked;
