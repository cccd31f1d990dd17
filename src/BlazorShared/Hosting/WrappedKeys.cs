using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.BlazorShared.Hosting;

/// <summary>
/// Before a host serves: no key may need a certificate that this host does not have, or people would be signed out and second factors
/// refused without a word why. Keys from the time before there was a certificate are wrapped now.
/// </summary>
public sealed partial class WrappedKeys : IHostedLifecycleService
{
    private static readonly XNamespace Shared = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";
    private readonly IReadOnlyList<string> _thumbprints;
    private readonly IOptions<KeyManagementOptions> _options;
    private readonly ILogger<WrappedKeys> _log;

    /// <param name="thumbprints">Of the certificates that this host has.</param>
    internal WrappedKeys(IReadOnlyList<string> thumbprints, IOptions<KeyManagementOptions> options, ILogger<WrappedKeys> log) =>
        (_thumbprints, _options, _log) = (thumbprints, options, log);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.CompletedTask;
    }

    /// <exception cref="InvalidOperationException">A certificate is missing.</exception>
    public void Check()
    {
        var (repository, encryptor) = (_options.Value.XmlRepository!, _options.Value.XmlEncryptor);
        try
        {
            foreach (var key in repository.GetAllElements().Where(e => e.Name == "key"))
            {
                EnsureOpens(key);
                if (encryptor is not null)
                {
                    Wrap(key, encryptor, repository);
                }
            }
        }
        catch (NpgsqlException away)
        {
            LogUnchecked(away); // without its database a host starts, and says that it is not ready
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A wrapped key says which certificate opens it.</summary>
    private void EnsureOpens(XElement key)
    {
        foreach (var text in key.Descendants(Signature + "X509Certificate").Select(e => e.Value))
        {
            using var needed = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
            if (!_thumbprints.Contains(needed.Thumbprint))
            {
                throw new InvalidOperationException(
                    $"The Data Protection key {key.Attribute("id")?.Value} is wrapped with the certificate {needed.Subject}, thumbprint {needed.Thumbprint}, which this host does not have. "
                    + "Name its file under DataProtection:Certificate:Path, or under DataProtection:OldCertificates:0:Path if another one wraps new keys.");
            }
        }
    }

    /// <summary>In the form in which the framework itself would have stored it.</summary>
    private static void Wrap(XElement key, IXmlEncryptor encryptor, IXmlRepository repository)
    {
        var plain = key.Descendants().Where(e => (bool?)e.Attribute(Shared + "requiresEncryption") == true).ToList();
        foreach (var secret in plain)
        {
            var wrapped = encryptor.Encrypt(new XElement(secret));
            secret.ReplaceWith(new XElement(Shared + "encryptedSecret", new XAttribute("decryptorType", wrapped.DecryptorType.AssemblyQualifiedName!), wrapped.EncryptedElement));
        }

        if (plain.Count > 0)
        {
            repository.StoreElement(key, $"key-{key.Attribute("id")!.Value}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether all Data Protection keys can be opened is not known yet: the database is away or empty")]
    private partial void LogUnchecked(Exception because);
}
