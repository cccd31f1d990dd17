namespace Marketplace.EmbeddedPostgres;

/// <summary>Where a server lives and how it is set up.</summary>
public sealed record PostgresOptions
{
    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public required string Root { get; init; }

    /// <summary>The private data directory; made when it is absent.</summary>
    public required string Data { get; init; }

    /// <summary>The superuser's password; it is set when the data directory is made.</summary>
    public required string Password { get; init; }

    public required int Port { get; init; }

    /// <summary>Where the server writes what it has to say.</summary>
    public required string LogFile { get; init; }

    /// <summary>Data that nobody needs after the run: removed with the server.</summary>
    public bool IsThrowaway { get; init; }

    /// <summary>What was committed survives a power cut. Tests need no such thing; measurements do.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>Keeps count of every statement, for <c>pg_stat_statements</c>.</summary>
    public bool CountsStatements { get; init; }

    public int MaxConnections { get; init; } = 200;
}
