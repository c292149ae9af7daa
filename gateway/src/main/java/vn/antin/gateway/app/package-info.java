/**
 * The program: subcommands, configuration, and the one place where the parts are put together.
 *
 * <p>Knows: every adapter, the token, the configuration file. Must not know: how a consignment is
 * judged or carried. Main types: {@link vn.antin.gateway.app.Main}, {@link
 * vn.antin.gateway.app.Gateway}, {@link vn.antin.gateway.app.GatewayConfig}.
 */
@NullMarked
package vn.antin.gateway.app;

import org.jspecify.annotations.NullMarked;
