"""Writers: one typed document in; PDF, Word, web page, cards and charts out. No Django here."""
