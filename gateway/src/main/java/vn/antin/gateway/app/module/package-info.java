/**
 * The gateway's cipher module and its approval.
 *
 * <p>Knows: the file of provider records in the gateway's folder, what the module says of itself.
 * Must not know: rules, documents, the store. Main type: {@link
 * vn.antin.gateway.app.module.CipherModule}.
 */
@NullMarked
package vn.antin.gateway.app.module;

import org.jspecify.annotations.NullMarked;
