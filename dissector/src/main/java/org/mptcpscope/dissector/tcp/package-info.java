/**
 * TCP segments and their options, read in place. Views are reused and allocate nothing; what they
 * report are the raw numbers of the wire.
 */
package org.mptcpscope.dissector.tcp;
