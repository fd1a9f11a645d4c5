/** What the RFCs demand, as data, and the rules that check it. */
package org.mptcpscope.rules.catalogue;
