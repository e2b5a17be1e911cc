package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.operator.kubernetes.ObjectName;

/**
 * All that a plan for an issuer's keys depends on.
 *
 * @param issuer claim {@code iss}
 * @param secret where its keys are kept
 * @param hadKeys its status or its published keys tell of keys, so an absent Secret is a lost one
 */
record IssuerFacts(IssuerSpec spec, String issuer, ObjectName secret, StoredKeys stored, boolean hadKeys) {}
