/**
 * What a client of a gateway does: compose, send, receive, open, sign for, follow.
 *
 * <p>Knows: the order of the steps, and what is durable between them. Must not know: tokens (keys
 * come through {@code crypto.key}), the terminal, how a gateway keeps things. Main types: {@link
 * vn.antin.sdk.Account}, {@link vn.antin.sdk.Outbox}, {@link vn.antin.sdk.Inbox}, {@link
 * vn.antin.sdk.GatewayClient}.
 */
@NullMarked
package vn.antin.sdk;

import org.jspecify.annotations.NullMarked;
