package vn.antin.policies.decision;

import java.util.Optional;

/**
 * The way on which the document would travel. Immutable.
 *
 * @param channelProfile id of the channel's profile in the pack; absent when there is no approved
 *     channel
 * @param samePremises whether the channel stays inside one premises from end to end
 * @param provider the cipher module and its approval for the document's level
 */
public record Link(Optional<String> channelProfile, boolean samePremises, Provider provider) {}
