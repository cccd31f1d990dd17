using Marketplace.EmbeddedPostgres;

namespace Marketplace.Testing;

public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = RepositoryRoot.Find();
}
