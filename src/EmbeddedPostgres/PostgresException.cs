namespace Marketplace.EmbeddedPostgres;

/// <summary>The server cannot start; the message is one sentence for the person at the terminal.</summary>
public sealed class PostgresException(string message) : Exception(message);
