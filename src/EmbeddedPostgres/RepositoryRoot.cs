namespace Marketplace.EmbeddedPostgres;

public static class RepositoryRoot
{
    /// <summary>The folder above this program that holds the solution, and with it <c>node_modules</c>.</summary>
    public static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Marketplace.sln")))
            {
                return folder;
            }
        }

        throw new PostgresException("This program runs from a clone of the repository only: Marketplace.sln is in no folder above it.");
    }
}
