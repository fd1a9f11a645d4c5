package org.mptcpscope.core.reconstruct;

/** Keys and tokens of the connections of one capture. */
final class KeyRing {}
