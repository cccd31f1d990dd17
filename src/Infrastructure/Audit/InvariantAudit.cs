using System.Diagnostics;
using System.Reflection;
using Npgsql;

namespace Marketplace.Infrastructure.Audit;

/// <param name="Invariant"><c>I-1</c></param>
/// <param name="Check">Which part of it.</param>
/// <param name="Subject">The id of the record that breaks it.</param>
public sealed record Violation(string Invariant, string Check, string Subject, string Detail);

public sealed record Invariant(string Id, string Title, string Explanation, IReadOnlyList<(string Name, string Sql)> Checks);

/// <param name="LogEnd">The number and hash of the last entry of the audit log; who keeps it elsewhere can tell later that the log is still the same.</param>
public sealed record AuditReport(IReadOnlyList<Invariant> Invariants, IReadOnlyList<Violation> Violations, TimeSpan Took, string LogEnd)
{
    public bool IsClean => Violations.Count == 0;
}

/// <summary>
/// Asks the database whether what must always be true is true. The questions are the embedded <c>Invariants/*.sql</c>, one file for
/// an invariant; each row of an answer is a violation. All are asked of one snapshot, in a transaction that cannot write.
/// </summary>
public sealed class InvariantAudit(NpgsqlDataSource database, TimeProvider clock)
{
    private const int MostPerCheck = 50;
    private static readonly Lazy<IReadOnlyList<Invariant>> Known = new(() => [.. Read()]);

    public static IReadOnlyList<Invariant> Invariants => Known.Value;

    /// <param name="patience">How long work that is under way may take before it counts as left undone: 15 minutes in operation, none after a test has settled.</param>
    public async Task<AuditReport> RunAsync(TimeSpan patience, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await using (var readOnly = new NpgsqlCommand("set transaction read only", connection, transaction))
        {
            await readOnly.ExecuteNonQueryAsync(ct);
        }

        return await RunAsync(connection, Invariants, clock.GetUtcNow(), patience, ct);
    }

    internal static async Task<AuditReport> RunAsync(NpgsqlConnection connection, IReadOnlyList<Invariant> invariants, DateTimeOffset now, TimeSpan patience, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        List<Violation> violations = [];
        foreach (var invariant in invariants)
        {
            foreach (var (name, sql) in invariant.Checks)
            {
                await using var check = new NpgsqlCommand($"with asked as (select $1::timestamptz, $2::interval), found(subject, detail) as ({sql}) select subject, detail from found, asked limit {MostPerCheck}", connection)
                {
                    CommandTimeout = 120,
                    Parameters = { new() { Value = now }, new() { Value = patience } },
                };
                await using var row = await check.ExecuteReaderAsync(ct);
                while (await row.ReadAsync(ct))
                {
                    violations.Add(new(invariant.Id, name, row.GetString(0), row.GetString(1)));
                }
            }
        }

        await using var end = new NpgsqlCommand("select format('%s %s', number, encode(hash, 'hex')) from audit.head", connection);
        return new(invariants, violations, Stopwatch.GetElapsedTime(started), (string?)await end.ExecuteScalarAsync(ct) ?? "none");
    }

    private static IEnumerable<Invariant> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Audit.Invariants.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var parts = reader.ReadToEnd().ReplaceLineEndings("\n").Split("-- check: ");
            var head = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimStart('-', ' ')).ToArray();
            var (id, title) = head[0].IndexOf(' ', StringComparison.Ordinal) is var space ? (head[0][..space], head[0][(space + 1)..]) : default;
            yield return new(id, title, string.Join(' ', head[1..]), [.. parts[1..].Select(p => p.Split('\n', 2)).Select(p => (p[0].Trim(), p[1].Trim().TrimEnd(';')))]);
        }
    }
}
