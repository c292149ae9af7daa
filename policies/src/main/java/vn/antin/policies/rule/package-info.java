/**
 * Rules as data: what a pack of rules holds, in the words of the law and in checked types.
 *
 * <p>Knows: levels, roles, dates, texts and legal bases. Must not know: files, YAML, the facts of
 * one case. Main types: {@link vn.antin.policies.rule.RulePack}, {@link
 * vn.antin.policies.rule.Rule}.
 */
@NullMarked
package vn.antin.policies.rule;

import org.jspecify.annotations.NullMarked;
