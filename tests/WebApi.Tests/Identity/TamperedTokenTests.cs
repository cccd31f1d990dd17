using System.Text;
using Marketplace.Domain.Identity;
using Marketplace.Domain.Shared;
using Marketplace.Tokens;
using Marketplace.WebApi.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.WebApi.Tests.Identity;

/// <summary>The API's own check of tokens, with everything in it, against tokens that somebody changed.</summary>
[Collection(nameof(GuardedApp))]
public sealed class TamperedTokenTests(GuardedApp app)
{
    private const int Seed = 20261121;
    private const int Mutants = 6000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public async Task Of_six_thousand_changed_tokens_none_is_taken()
    {
        var (mine, theirs) = (app.Token(UserId.New().Value.ToString()), app.Token(UserId.New().Value.ToString(), "admin"));
        var random = new Random(Seed);
        var tried = new HashSet<string>();
        var taken = new List<string>();
        while (tried.Count < Mutants)
        {
            var mutant = Mutate(random, random.Next(2) == 0 ? mine : theirs, theirs.Split('.'), mine.Split('.'));
            if (mutant != mine && mutant != theirs && tried.Add(mutant) && await IsTakenAsync("Bearer " + mutant))
            {
                taken.Add(mutant);
            }
        }

        Assert.Empty(taken);
        Assert.True(await IsTakenAsync("Bearer " + mine));
        Assert.True(await IsTakenAsync("Bearer " + theirs));
    }

    [Fact]
    public async Task A_token_counts_only_as_a_bearers_in_one_header()
    {
        var token = app.Token(UserId.New().Value.ToString());
        foreach (var header in (string[])[token, $"Basic {token}", $"Bearer{token}", $"Bearer  {token}", $"Bearer {token} ", $"Bearer {token},{token}", $"Bearer \"{token}\"", "Bearer", "Bearer ", "DPoP " + token])
        {
            Assert.False(await IsTakenAsync(header), header);
        }

        Assert.False(await IsTakenAsync("Bearer " + token, "Bearer " + token));
    }

    private static string Mutate(Random random, string token, string[] other, string[] another)
    {
        var parts = token.Split('.');
        var part = random.Next(3);
        var at = random.Next(parts[part].Length);
        switch (random.Next(9))
        {
            case 0: // another letter
                parts[part] = parts[part][..at] + Alphabet[random.Next(Alphabet.Length)] + parts[part][(at + 1)..];
                break;
            case 1: // something less
                parts[part] = parts[part].Remove(at, random.Next(1, parts[part].Length - at + 1));
                break;
            case 2: // something more
                parts[part] = parts[part].Insert(at, Alphabet[random.Next(Alphabet.Length)].ToString());
                break;
            case 3: // two letters change places
                var to = random.Next(parts[part].Length);
                var letters = parts[part].ToCharArray();
                (letters[at], letters[to]) = (letters[to], letters[at]);
                parts[part] = new(letters);
                break;
            case 4: // a part of another token that holds
                parts[part] = (random.Next(2) == 0 ? other : another)[part];
                if (random.Next(2) == 0)
                {
                    parts[2] = parts[2][..^1] + Alphabet[random.Next(Alphabet.Length)];
                }

                break;
            case 5: // what it says, in plain text
                parts[1] = Said(parts[1], random, ("\"openid marketplace\"", "\"openid marketplace admin\""), ("\"role\":[\"admin\"]", "\"role\":[\"super\"]"), ("\"aud\":\"marketplace-api\"", "\"aud\":[\"marketplace-api\",\"x\"]"), ("\"exp\":1", "\"exp\":2"), ("\"exp\":2", "\"exp\":3"));
                break;
            case 6: // how it is signed
                parts[0] = Said(parts[0], random, ("ES256", "none"), ("ES256", "HS256"), ("ES256", "RS256"), ("at+jwt", "JWT"), ("\"kid\":\"", "\"kid\":\"x"), ("{", "{\"crit\":[],"), ("{", $"{{\"x\":{random.Next()},"));
                parts[2] = random.Next(3) == 0 ? "" : parts[2];
                break;
            case 7: // spaces and the like
                parts[part] = parts[part].Insert(at, random.GetItems([" ", "\t", "=", ".", "%00", "+", "/", "\"", "é"], 1)[0]);
                break;
            default: // one bit
                if (Base64UrlText.TryDecode(parts[part], out var bytes) && bytes.Length > 0)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    parts[part] = Base64UrlText.Encode(bytes);
                }

                break;
        }

        return string.Join('.', parts);
    }

    private static string Said(string part, Random random, params (string From, string To)[] changes)
    {
        var (from, to) = random.GetItems(changes, 1)[0];
        Assert.True(Base64UrlText.TryDecode(part, out var bytes));
        var text = Encoding.UTF8.GetString(bytes);
        return Base64UrlText.Encode(Encoding.UTF8.GetBytes(text.Contains(from, StringComparison.Ordinal) ? text.Replace(from, to, StringComparison.Ordinal) : $"{text[..^1]},\"x\":{random.Next()}}}"));
    }

    private async Task<bool> IsTakenAsync(params string[] authorization)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Headers.Authorization = authorization;
        return (await http.AuthenticateAsync(BearerHandler.SchemeName)).Succeeded;
    }
}
