using Marketplace.Domain.Orders;
using Marketplace.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Infrastructure.Payments;

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>, IEntityTypeConfiguration<PaymentAttempt>, IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable("payments", "payments");
        payment.HasIndex(p => p.OrderId).IsUnique();
        payment.HasOne<Order>().WithOne().HasForeignKey<Payment>(p => p.OrderId);
        payment.Property(p => p.OrderNumber).HasMaxLength(20);
        payment.Property(p => p.FailureReason).HasMaxLength(PaymentAttempt.ReasonMaxLength);
        payment.Ignore(p => p.Refunded).Ignore(p => p.Refundable).Ignore(p => p.CashDue);
        payment.HasMany(p => p.Attempts).WithOne().HasForeignKey("PaymentId").IsRequired();
        payment.HasMany(p => p.Refunds).WithOne().HasForeignKey("PaymentId").IsRequired();
        payment.Navigation(p => p.Attempts).AutoInclude();
        payment.Navigation(p => p.Refunds).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<PaymentAttempt> attempt)
    {
        attempt.ToTable("attempts", "payments");
        attempt.Property(a => a.Id).ValueGeneratedNever();
        attempt.Property(a => a.GatewayId).HasMaxLength(100);
        attempt.Property(a => a.PageUrl).HasMaxLength(500);
        attempt.Property(a => a.FailureReason).HasMaxLength(PaymentAttempt.ReasonMaxLength);
        attempt.HasIndex(a => a.GatewayId).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("refunds", "payments");
        refund.Property(r => r.Id).ValueGeneratedNever();
        refund.Property(r => r.Reason).HasMaxLength(Refund.ReasonMaxLength);
        refund.Property(r => r.GatewayRefundId).HasMaxLength(100);
        refund.HasIndex(r => r.VendorOrderId).IsUnique(); // a part's money goes back once
        refund.HasIndex(r => r.Attempt).IsUnique();
    }
}
