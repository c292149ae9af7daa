/**
 * Signatures and envelopes as bytes: the part of CMS (RFC 5652, 5083) and ESS (RFC 2634, 5035) that
 * sealed documents, receipts and challenges to keys are made of, and nothing more of it.
 *
 * <p>Knows: ASN.1, strict reading, which algorithms are allowed. Must not know: whom to trust, what
 * a document is. Main types: {@link vn.antin.crypto.bc.cms.CmsSigner}, {@link
 * vn.antin.crypto.bc.cms.CmsSignature}, {@link vn.antin.crypto.bc.cms.CmsEnvelope}.
 */
@NullMarked
package vn.antin.crypto.bc.cms;

import org.jspecify.annotations.NullMarked;
