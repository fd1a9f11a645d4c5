/**
 * What happened on the wire, as past-tense facts: rare by construction, immutable, never a verdict.
 */
package org.mptcpscope.core.event;
