using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// Wraps the Data Protection keys, which lie in the database, with a certificate that does not, so that a copy of the database alone
/// opens nothing: <c>DataProtection:Certificate:Path</c> and <c>Password</c>, PFX or PEM with its private key. For a change the old ones
/// stay under <c>DataProtection:OldCertificates:0:Path</c> and so on; they open, and wrap nothing any more.
/// </summary>
public static class KeyWrapping
{
    private const string Section = "DataProtection";

    public static IDataProtectionBuilder WrapKeys(this IDataProtectionBuilder builder, IConfiguration configuration)
    {
        var wrapping = configuration.GetSection($"{Section}:Certificate");
        var current = wrapping["Path"] is { Length: > 0 } ? Load(wrapping) : null;
        var old = configuration.GetSection($"{Section}:OldCertificates").GetChildren().Select(Load);
        X509Certificate2[] all = current is null ? [.. old] : [.. old, current];
        builder.UnprotectKeysWithAnyCertificate(all);
        if (current is not null)
        {
            builder.ProtectKeysWithCertificate(current);
        }

        builder.Services.AddSingleton(services => new WrappedKeys(
            [.. all.Select(c => c.Thumbprint)], services.GetRequiredService<IOptions<KeyManagementOptions>>(), services.GetRequiredService<ILogger<WrappedKeys>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<WrappedKeys>());
        return builder;
    }

    private static X509Certificate2 Load(IConfigurationSection section)
    {
        if (section["Path"] is not { Length: > 0 } path || !File.Exists(path))
        {
            throw new InvalidOperationException($"{section.Path}:Path names no file. It has to be the certificate that wraps the Data Protection keys, as PFX or PEM.");
        }

        try
        {
            var certificate = IsPem(path) ? LoadPem(path, section["Password"]) : X509CertificateLoader.LoadPkcs12FromFile(path, section["Password"]);
            using var key = certificate.GetRSAPrivateKey();
            return key is not null ? certificate : throw new CryptographicException("There is no RSA private key.");
        }
        catch (CryptographicException unreadable)
        {
            throw new InvalidOperationException(
                $"{section.Path}: the certificate cannot be opened. It needs an RSA private key, and the password under {section.Path}:Password if it has one.", unreadable);
        }
    }

    private static X509Certificate2 LoadPem(string path, string? password) =>
        string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);

    private static bool IsPem(string path)
    {
        using var reader = new StreamReader(path);
        var start = new char[10];
        return reader.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual("-----BEGIN");
    }
}
