/**
 * The way to peer gateways over HTTPS: the same client that officers use.
 *
 * <p>Knows: the SDK's client, which peer answers where. Must not know: what is sent or why. Main
 * type: {@link vn.antin.gateway.channel.https.HttpsChannel}.
 */
@NullMarked
package vn.antin.gateway.channel.https;

import org.jspecify.annotations.NullMarked;
