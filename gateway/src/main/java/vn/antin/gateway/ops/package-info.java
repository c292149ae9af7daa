/**
 * What an operator watches: figures, alarms, health.
 *
 * <p>Knows: how a token's work is counted and when a person must be told; the Prometheus text
 * format. Must not know: documents, endpoints, anything that a title could hide in. Main types:
 * {@link vn.antin.gateway.ops.TokenMeter}, {@link vn.antin.gateway.ops.Alarms}, {@link
 * vn.antin.gateway.ops.Watch}, {@link vn.antin.gateway.ops.OpsServer}.
 */
@NullMarked
package vn.antin.gateway.ops;

import org.jspecify.annotations.NullMarked;
