using Marketplace.Domain.Audit;

namespace Marketplace.Application.Audit;

/// <summary>Who is at work in this scope, and from where. Nobody but the server itself until somebody says otherwise.</summary>
public sealed class Origin
{
    public AuditOrigin Value { get; set; } = AuditOrigin.Server;
}
