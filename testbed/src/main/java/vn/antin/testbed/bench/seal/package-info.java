/**
 * Sealing and opening, measured beside OpenSSL, the stages alone and the public-key operations
 * alone.
 *
 * <p>Knows: documents, attachments, software keys of a test agency. Must not know: gateways,
 * tokens. Main types: {@link vn.antin.testbed.bench.seal.SealBench}, {@link
 * vn.antin.testbed.bench.seal.SmallBench}.
 */
@NullMarked
package vn.antin.testbed.bench.seal;

import org.jspecify.annotations.NullMarked;
