package io.claimflow.cli;

import io.claimflow.artifact.Versions;
import picocli.CommandLine.IVersionProvider;

/** The version of the tool, which is that of the engine in it. */
final class ToolVersion implements IVersionProvider {

	@Override
	public String[] getVersion() {
		return new String[] { "claimflow " + Versions.current().engine() };
	}

}
