using System.Security.Cryptography;
using System.Text;
using Marketplace.IdentityServer.Shared;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.IdentityServer.SecondFactors;

/// <summary>
/// Ten codes of 80 random bits, each good once, for who has lost the phone. With that much chance in them a quick hash keeps them safe, and
/// a person can still copy them from paper: no letter looks like a digit, and small and capital letters are the same.
/// </summary>
internal sealed class RecoveryCodes(IdentityDb db, TimeProvider clock)
{
    public const int Count = 10;
    private const int Length = 16;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>New codes in place of all that were given before. Shown once; they cannot be read again.</summary>
    public async Task<IReadOnlyList<string>> ReplaceAsync(Guid userId, CancellationToken ct)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Length)).ToList();
        byte[][] hashes = [.. codes.Select(c => HashOf(userId, c))];
        await RemoveAsync(userId, ct);
        await db.Database.ExecuteSqlAsync($"INSERT INTO identity.recovery_codes (user_id, hash) SELECT {userId}, unnest({hashes})", ct);
        return [.. codes.Select(c => string.Join('-', c.Chunk(4).Select(part => new string(part))))];
    }

    /// <summary>True once for each code.</summary>
    public async Task<bool> RedeemAsync(Guid userId, string typed, CancellationToken ct)
    {
        if (typed.Length > 100)
        {
            return false;
        }

        var (hash, now) = (HashOf(userId, CodeIn(typed)), clock.GetUtcNow());
        return await db.Database.ExecuteSqlAsync(
            $"UPDATE identity.recovery_codes SET used_at = {now} WHERE user_id = {userId} AND hash = {hash} AND used_at IS NULL", ct) == 1;
    }

    public async Task<int> LeftAsync(Guid userId, CancellationToken ct) => (await db.Database.SqlQuery<int>(
        $"SELECT count(*)::int AS \"Value\" FROM identity.recovery_codes WHERE user_id = {userId} AND used_at IS NULL").ToListAsync(ct)).Single();

    public Task<int> RemoveAsync(Guid userId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM identity.recovery_codes WHERE user_id = {userId}", ct);

    private static string CodeIn(string typed) => new([.. typed.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Select(c => c switch
    {
        'o' => '0',
        'i' or 'l' => '1',
        _ => c,
    })]);

    private static byte[] HashOf(Guid userId, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"recovery {userId:N} {code}"));
}
