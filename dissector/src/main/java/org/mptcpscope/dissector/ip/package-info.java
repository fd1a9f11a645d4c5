/**
 * IP addresses as pairs of numbers, so that a packet is matched without an object. IPv4 addresses
 * are held in their IPv4-mapped form.
 */
package org.mptcpscope.dissector.ip;
