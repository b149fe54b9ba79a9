package io.claimflow.fetch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which addresses are special.
 */
class AddressesTests {

	@ParameterizedTest
	@CsvSource({ "0.0.0.0,this host", "0.1.2.3,this host", "10.0.0.1,private", "10.255.255.255,private",
			"100.64.0.1,carrier", "100.100.100.200,carrier", "127.0.0.1,loopback", "127.255.255.254,loopback",
			"169.254.169.254,link-local", "168.63.129.16,metadata", "172.16.0.1,private", "172.31.255.255,private",
			"192.0.0.192,reserved", "192.0.2.1,documentation", "192.88.99.1,6to4", "192.168.1.1,private",
			"198.18.0.1,benchmarks", "198.19.255.255,benchmarks", "198.51.100.1,documentation",
			"203.0.113.1,documentation", "224.0.0.1,multicast", "239.255.255.255,multicast", "240.0.0.1,reserved",
			"255.255.255.255,reserved", "192.31.196.1,reserved", "192.52.193.1,reserved", "192.175.48.1,reserved" })
	void specialIpv4AddressesAreTold(String address, String what) {
		assertThat(Addresses.special(Addresses.of(TestCalls.address(address))).orElseThrow()).contains(what);
	}

	@ParameterizedTest
	@CsvSource({ "::,this host", "::1,loopback", "::ffff:127.0.0.1,loopback", "::ffff:10.0.0.1,private",
			"::127.0.0.1,reserved", "::8.8.8.8,reserved", "::ffff:0:10.0.0.1,reserved",
			"64:ff9b::10.0.0.1,private address behind NAT64", "64:ff9b::169.254.169.254,link-local",
			"64:ff9b::127.0.0.1,loopback", "64:ff9b:1::10.0.0.1,private NAT64", "100::1,discarded",
			"100:0:0:1::1,discarded", "2001::1,Teredo", "2001:0:4136:e378:8000:63bf:f5ff:fffe,Teredo",
			"2001:2::1,reserved", "2001:10::1,reserved", "2001:20::1,reserved", "2001:db8::1,documentation",
			"2002:7f00:1::1,6to4", "2002:a9fe:a9fe::,6to4", "2620:4f:8000::1,reserved", "3fff::1,documentation",
			"5f00::1,reserved", "fc00::1,private", "fd00:ec2::254,private", "fd20:ce::254,private",
			"fe80::1,link-local", "fec0::1,private", "ff02::1,multicast", "4000::1,reserved", "200::1,reserved" })
	void specialIpv6AddressesAreTold(String address, String what) {
		assertThat(Addresses.special(Addresses.of(TestCalls.address(address))).orElseThrow()).contains(what);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
			"126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
			"192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "168.63.129.17",
			"::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00::1",
			"2001:200::1", "2003::1" })
	void publicAddressesAreNotSpecial(String address) {
		assertThat(Addresses.special(Addresses.of(TestCalls.address(address)))).isEmpty();
	}

}
