package io.claimflow.spring.git.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.NB;

/**
 * A repository in memory for one pull. A repository on disk would read the configuration
 * of the user and of the system, which can be kept from it only for all users of the
 * library in the process; and there is no folder to own, to clean, or to follow a link
 * from. JGit says that its repository in memory is for small experiments: a commit of
 * bounded size is one.
 */
final class PulledRepository extends InMemoryRepository {

	/** Of a pack: "PACK", its version, and the number of its objects. */
	private static final int HEADER = 12;

	private final Budget budget;

	private final int maximumObjects;

	/**
	 * Creates an empty repository.
	 * @param budget what may be received, which is the size of an object as well
	 * @param maximumObjects how many objects may be received
	 */
	PulledRepository(Budget budget, int maximumObjects) {
		super(new DfsRepositoryDescription("pulled"));
		this.budget = budget;
		this.maximumObjects = maximumObjects;
	}

	@Override
	public ObjectInserter newObjectInserter() {
		ObjectInserter inserter = super.newObjectInserter();
		return new ObjectInserter.Filter() {

			@Override
			protected ObjectInserter delegate() {
				return inserter;
			}

			@Override
			public PackParser newPackParser(InputStream pack) throws IOException {
				PackParser parser = super.newPackParser(checked(pack));
				parser.setMaxObjectSizeLimit(PulledRepository.this.budget.bytes());
				return parser;
			}

		};
	}

	/** The parser makes room for as many objects as the first bytes say. */
	private InputStream checked(InputStream pack) throws IOException {
		byte[] header = pack.readNBytes(HEADER);
		if (header.length == HEADER && NB.decodeUInt32(header, 8) > this.maximumObjects) {
			throw this.budget.fail(("The repository sends more than %d objects for one commit: put the project into one"
					+ " of its own")
				.formatted(this.maximumObjects));
		}
		return new SequenceInputStream(new ByteArrayInputStream(header), pack);
	}

}
