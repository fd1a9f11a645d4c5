/**
 * The read-only view of a reconstruction: connections, hosts, subflows and what the capture can
 * prove about them. Rules, reports and plots ask it; {@code reconstruct} implements it.
 */
package org.mptcpscope.core.model;
