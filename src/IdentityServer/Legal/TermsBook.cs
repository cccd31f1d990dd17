using System.Globalization;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.Legal;

/// <summary>A version of the terms that somebody agrees to, and the form on which it stood.</summary>
/// <param name="Place">One of <see cref="TermsBook"/>'s.</param>
internal sealed record TermsAgreed(int Version, string Place);

/// <param name="Before">What the person agreed to last, if to anything.</param>
internal sealed record OwedTerms(int Version, string Body, DateTimeOffset PublishedAt, int? Before);

/// <summary>
/// The marketplace's terms of use, and who agreed to which version of them. The texts are the marketplace's; that somebody agreed is
/// written here, in the transaction that opens the account. Where the identity server has the database to itself, there are no terms.
/// </summary>
internal sealed class TermsBook(IdentityDb db, TimeProvider clock)
{
    /// <summary>The field of a form that carries the version which stood beside it.</summary>
    public const string Field = "terms";

    public const string Register = "Register";
    public const string Finish = "Finish";
    public const string External = "External";
    public const string Asked = "Asked";

    public const string Changed = "The terms of use have changed since this page was opened. Read them, and send the form once more.";

    /// <returns>The version that holds now; null where there are no terms.</returns>
    public async Task<int?> CurrentAsync(CancellationToken ct) => await AreThereAsync(ct)
        ? (await db.Database.SqlQuery<int>($"SELECT v.number AS \"Value\" FROM legal.versions v JOIN legal.texts t ON t.id = v.text_id WHERE t.kind = 'Terms' ORDER BY v.number DESC LIMIT 1").ToListAsync(ct)).Single()
        : null;

    /// <param name="field">What the form carried.</param>
    /// <returns>False when it is not the version that holds: nobody agrees to what they were not shown.</returns>
    public async Task<(bool IsAgreed, TermsAgreed? Agreed)> ReadAsync(string? field, string place, CancellationToken ct) => await CurrentAsync(ct) switch
    {
        null => (true, null),
        { } current when field == current.ToString(CultureInfo.InvariantCulture) => (true, new(current, place)),
        _ => (false, null),
    };

    /// <summary>Once for each version; a second time changes nothing.</summary>
    public Task RecordAsync(Guid userId, TermsAgreed agreed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        return db.Database.ExecuteSqlAsync(
            $"INSERT INTO legal.agreements (id, user_id, version, place, at) VALUES ({id}, {userId}, {agreed.Version}, {agreed.Place}, {now}) ON CONFLICT (user_id, version) DO NOTHING", ct);
    }

    /// <returns>What the person is asked about before going on; null for who need not be asked.</returns>
    public async Task<OwedTerms?> OwedAsync(Guid userId, CancellationToken ct) => await AreThereAsync(ct)
        ? (await db.Database.SqlQuery<OwedTerms>(
            $"""
            SELECT v.number AS "Version", v.body AS "Body", v.published_at AS "PublishedAt", a.version AS "Before"
            FROM legal.texts t JOIN legal.versions v ON v.text_id = t.id
            LEFT JOIN LATERAL (SELECT max(version) AS version FROM legal.agreements WHERE user_id = {userId}) a ON true
            WHERE t.kind = 'Terms' AND EXISTS (SELECT 1 FROM legal.versions q WHERE q.text_id = t.id AND q.asks_everybody AND q.number > coalesce(a.version, 0))
            ORDER BY v.number DESC LIMIT 1
            """).ToListAsync(ct)).SingleOrDefault()
        : null;

    private async Task<bool> AreThereAsync(CancellationToken ct) =>
        (await db.Database.SqlQuery<bool>($"SELECT to_regclass('legal.agreements') IS NOT NULL AS \"Value\"").ToListAsync(ct)).Single();
}
