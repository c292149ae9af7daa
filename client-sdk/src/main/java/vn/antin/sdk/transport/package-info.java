/**
 * HTTPS to a gateway: mutual TLS 1.3, resumable transfers, the stream of events.
 *
 * <p>Knows: connections, retries, who the gateway must be. Must not know: documents, tokens, the
 * terminal. Main types: {@link vn.antin.sdk.transport.HttpsTransport}, {@link
 * vn.antin.sdk.transport.BlobTransfer}, {@link vn.antin.sdk.transport.EventStream}, {@link
 * vn.antin.sdk.transport.GatewayException}.
 */
@NullMarked
package vn.antin.sdk.transport;

import org.jspecify.annotations.NullMarked;
